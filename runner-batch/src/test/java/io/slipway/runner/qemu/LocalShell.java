// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** This machine's shell, in a folder that stands for the home folder of a guest. */
record LocalShell(Path home) implements GuestShell {
    private static final long LONGEST_SECONDS = 60;

    @Override
    public int run(String command, InputStream input, OutputStream output) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                if (input != null) {
                    input.transferTo(in);
                }
            }
            process.getInputStream().transferTo(output);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("`%s` does not end".formatted(command));
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
