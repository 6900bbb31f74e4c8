// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.dispatch;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.net.URI;
import java.time.Duration;

/**
 * How jobs are handed to runners.
 *
 * @param origin the address of the console, without slash at the end
 * @param uploads the address that runners upload artifacts to, without slash at the end
 * @param timeLimit how long an attempt may take
 * @param overtime how long after that the master waits for the runner to end it, before it does so itself
 * @param lease how long a runner may be silent before its attempts are taken back
 * @param attempts how often a job is tried when its runners break
 */
public record DispatchSettings(
        URI origin, URI uploads, Duration timeLimit, Duration overtime, Duration lease, int attempts) {
    public DispatchSettings {
        requireNonNull(origin, "origin");
        requireNonNull(uploads, "uploads");
        requireNonNull(timeLimit, "timeLimit");
        requireNonNull(overtime, "overtime");
        requireNonNull(lease, "lease");
    }

    /**
     * Keys {@code origin}, {@code uploads.origin}, {@code job.time-limit}, {@code job.overtime}, {@code job.lease}, {@code job.attempts}.
     */
    public static DispatchSettings from(Settings settings) {
        URI origin = bare(settings.address("origin", URI.create("http://127.0.0.1:8080")));
        return new DispatchSettings(
                origin,
                bare(settings.address("uploads.origin", origin)),
                settings.duration("job.time-limit", Duration.ofMinutes(45)),
                settings.duration("job.overtime", Duration.ofMinutes(10)),
                settings.duration("job.lease", Duration.ofSeconds(30)),
                settings.number("job.attempts", 3, 1, 100));
    }

    private static URI bare(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }
}
