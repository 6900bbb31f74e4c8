// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.image.Sandbox.Means;
import io.slipway.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What guests begin in, and what they may reach.
 *
 * @param means the word of one of {@link Means}; empty for a container of whichever engine is there
 * @param hostAccess whether they may reach this machine
 * @param allow networks that they may reach although they are private ones
 * @param deny networks that they may not reach
 * @param nameServers empty for those of this machine
 */
public record SandboxSettings(
        String means, boolean hostAccess, List<String> allow, List<String> deny, List<String> nameServers) {
    private static final String MEANS = "guest.sandbox";

    public SandboxSettings {
        if (!means.isEmpty()
                && Arrays.stream(Means.values()).noneMatch(known -> known.word().equals(means))) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Key `%s` is `%s`; `%s` are allowed".formatted(MEANS, means, Means.words()));
        }
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        nameServers = List.copyOf(nameServers);
    }

    /** Keys {@code guest.sandbox}, {@code guest.host-access}, {@code guest.egress.allow}, {@code guest.egress.deny}, {@code guest.name-servers}. */
    static SandboxSettings from(Settings settings) {
        return new SandboxSettings(
                settings.text(MEANS, ""),
                settings.flag("guest.host-access", false),
                settings.list("guest.egress.allow", List.of()),
                settings.list("guest.egress.deny", List.of()),
                settings.list("guest.name-servers", List.of()));
    }

    /** As {@code images/control} takes them. */
    public Map<String, String> environment() {
        return Map.of(
                "SLIPWAY_SANDBOX", means.isEmpty() ? "container" : means,
                "SLIPWAY_HOST_ACCESS", hostAccess ? "yes" : "no",
                "SLIPWAY_EGRESS_ALLOW", String.join(" ", allow),
                "SLIPWAY_EGRESS_DENY", String.join(" ", deny),
                "SLIPWAY_NAMESERVERS", String.join(" ", nameServers));
    }
}
