// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.receiver.Networks;
import io.slipway.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How deliveries are made.
 *
 * @param origin the address of the console, without slash at the end
 * @param webhookKey the file of the key that webhooks are signed with; made when it is not there
 * @param networks where webhooks may be sent
 * @param parallel how many are tried at once
 * @param retry how long after the first try the second comes; then twice as long each time, up to half an hour
 * @param giveUp how long after the end of its job a delivery is tried
 * @param keep how long one is kept that was made or given up; zero for ever
 */
public record TriggerSettings(
        URI origin,
        Path webhookKey,
        Networks networks,
        int parallel,
        Duration retry,
        Duration giveUp,
        Duration keep,
        MailSettings mail) {
    private static final int MOST_PARALLEL = 64;
    private static final Duration KEPT = Duration.ofDays(90);

    public TriggerSettings {
        requireNonNull(origin, "origin");
        requireNonNull(webhookKey, "webhookKey");
        requireNonNull(networks, "networks");
        requireNonNull(retry, "retry");
        requireNonNull(giveUp, "giveUp");
        requireNonNull(keep, "keep");
        requireNonNull(mail, "mail");
    }

    /**
     * Keys {@code webhook.key}, {@code webhook.networks}, {@code delivery.parallel}, {@code delivery.retry}, {@code delivery.give-up}, {@code
     * delivery.keep}, and those of {@link MailSettings}.
     */
    public static TriggerSettings from(Settings settings, URI origin) {
        return new TriggerSettings(
                origin,
                settings.path("webhook.key", Path.of("webhook.key")),
                networks(settings),
                settings.number("delivery.parallel", 4, 1, MOST_PARALLEL),
                settings.duration("delivery.retry", Duration.ofSeconds(5)),
                settings.duration("delivery.give-up", Duration.ofHours(6)),
                settings.duration("delivery.keep", KEPT),
                MailSettings.from(settings));
    }

    private static Networks networks(Settings settings) {
        try {
            return Networks.andThose(settings.list("webhook.networks", List.of()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL, "Reading setting `webhook.networks`: " + e.getMessage(), e);
        }
    }

    /** How many deliveries of one owner are tried at once. */
    int mostOfOne() {
        return (parallel + 1) / 2;
    }
}
