// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Gives a guest the time and random bytes of its own: a restored one has those of its warm template.
 *
 * <p>The image's command says one line when it is ready to take them, so that the time is not old when it arrives, and is given
 * one line: seconds and nanoseconds since 1970, and 64 bytes in hexadecimal.
 */
final class GuestRefresh {
    private static final int SEED = 64;

    private final Clock clock;
    private final SecureRandom random;

    GuestRefresh(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** @throws ProblemException GUEST_LOST when the command fails */
    void perform(SshConnection connection, String command) {
        try (PipedOutputStream line = new PipedOutputStream();
                PipedInputStream input = new PipedInputStream(line)) {
            int code = connection.run(command, false, input, new OutputStream() {
                private boolean told;

                @Override
                public void write(int b) throws IOException {
                    if (b == '\n' && !told) {
                        told = true;
                        line.write(now().getBytes(StandardCharsets.US_ASCII));
                        line.flush();
                    }
                }
            });
            if (code != 0) {
                throw new ProblemException(
                        Problem.GUEST_LOST,
                        "Refreshing a guest: `%s` ended with exit code %d".formatted(command, code));
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.GUEST_LOST, "Refreshing a guest: " + e.getMessage(), e);
        }
    }

    private String now() {
        byte[] seed = new byte[SEED];
        random.nextBytes(seed);
        Instant now = clock.instant();
        return "%d %d %s%n"
                .formatted(now.getEpochSecond(), now.getNano(), HexFormat.of().formatHex(seed));
    }
}
