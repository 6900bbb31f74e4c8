// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often may be tried in vain.
 *
 * @param pause how long a password of an account that too many are guessed for waits until it is looked at
 * @param proxies the addresses of the proxies that are believed who they come for
 */
public record LimitSettings(Map<Limit, Rate> rates, Duration pause, Set<InetAddress> proxies) {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    public LimitSettings {
        rates = Map.copyOf(rates);
        proxies = Set.copyOf(proxies);
    }

    /** The keys of {@link Limit}, {@code limit.pause} and {@code proxies}. */
    public static LimitSettings from(Settings settings) {
        Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            rates.put(limit, rate(settings, limit));
        }
        Duration pause = settings.duration("limit.pause", Duration.ofSeconds(2));
        if (pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0) {
            throw illegal("limit.pause", pause.toString(), "`0s` to `30s`", null);
        }
        Set<InetAddress> proxies = settings.list("proxies", List.of()).stream()
                .map(LimitSettings::proxy)
                .collect(Collectors.toUnmodifiableSet());
        return new LimitSettings(rates, pause, proxies);
    }

    Rate rate(Limit limit) {
        return rates.get(limit);
    }

    private static Rate rate(Settings settings, Limit limit) {
        String text = settings.text(limit.key(), limit.usual());
        try {
            return Rate.of(text);
        } catch (IllegalArgumentException e) {
            throw illegal(
                    limit.key(),
                    text,
                    "`TRIES/DURATION` such as `10/10m`, 1 to 1,000,000 in 1 s to 30 days, or `none`",
                    e);
        }
    }

    private static InetAddress proxy(String text) {
        return ClientNetwork.address(text).orElseThrow(() -> illegal("proxies", text, "a list of IP addresses", null));
    }

    private static ProblemException illegal(String key, String value, String allowed, Exception cause) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Reading the settings: key `%s` is `%s`; %s is allowed".formatted(key, value, allowed),
                cause);
    }
}
