// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A runner's own keys.
 *
 * @param signing signs its events
 * @param opening opens what the master has sealed to it
 */
public record RunnerKeys(SigningKey signing, OpeningKey opening) {
    public RunnerKeys {
        requireNonNull(signing, "signing");
        requireNonNull(opening, "opening");
    }

    /** Reads them from a folder; makes those that are not there. @throws io.slipway.error.ProblemException as {@link SigningKey#open} */
    public static RunnerKeys open(Path folder) {
        return new RunnerKeys(
                SigningKey.open(folder.resolve("signing.json")), OpeningKey.open(folder.resolve("opening.json")));
    }

    public PublicKeys publicHalves() {
        return new PublicKeys(signing.publicHalf(), opening.publicHalf());
    }
}
