// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.runner.guest.GuestTerminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A person's session in a fake guest: runs the command, or every line that is typed, as a {@link FakeScript}, up to {@code exit}. */
final class FakeTerminal implements GuestTerminal {
    private final FakeGuest guest;
    private final Request request;

    FakeTerminal(FakeGuest guest, Request request) {
        this.guest = guest;
        this.request = request;
    }

    @Override
    public int await() {
        FakeScript shell = new FakeScript(guest, "", request.out());
        try {
            if (!request.command().isEmpty()) {
                return flushed(shell.run(request.command()));
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(request.in(), StandardCharsets.UTF_8));
            for (String line = lines.readLine();
                    line != null && !line.strip().equals("exit");
                    line = lines.readLine()) {
                flushed(shell.run(line));
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int flushed(int code) throws IOException {
        request.out().flush();
        return code;
    }

    @Override
    public void resize(int columns, int rows) {
        try {
            request.out().write("%d by %d%n".formatted(columns, rows).getBytes(StandardCharsets.UTF_8));
            request.out().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Nothing of it outlives its command.
    }
}
