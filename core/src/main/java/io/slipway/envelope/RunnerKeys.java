// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A runner's own keys.
 *
 * @param signing signs its events
 * @param opening opens what the master has sealed to it
 */
public record RunnerKeys(SigningKey signing, OpeningKey opening) {
    /**
     * How long what is signed with the keys before is taken, and what is sealed to them opened, once others took their place. Both may lie in a stream
     * while a master or the runner is away.
     */
    public static final Duration OVERLAP = Duration.ofDays(1);

    public RunnerKeys {
        requireNonNull(signing, "signing");
        requireNonNull(opening, "opening");
    }

    /** Reads them from a folder; makes those that are not there. @throws io.slipway.error.ProblemException as {@link SigningKey#open} */
    public static RunnerKeys open(Path folder) {
        return new RunnerKeys(
                SigningKey.open(folder.resolve("signing.json")), OpeningKey.open(folder.resolve("opening.json")));
    }

    /** What a runner signs of keys that are to be its own: with those that it has, and with the new ones themselves. */
    public static String statement(String runner, PublicKeys keys) {
        return "slipway keys 1\n%s\n%s\n%s"
                .formatted(runner, keys.verifying().text(), keys.sealing().text());
    }

    public PublicKeys publicHalves() {
        return new PublicKeys(signing.publicHalf(), opening.publicHalf());
    }
}
