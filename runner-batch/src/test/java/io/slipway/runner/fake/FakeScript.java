// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.BuildEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tasks of a {@link FakeGuest}, one command a line: {@code say TEXT}, {@code sleep MILLIS}, {@code exit CODE}, {@code flood
 * BYTES}, {@code write PATH TEXT}, {@code show PATH}, {@code complete-build}, {@code vanish} (the connection breaks).
 */
final class FakeScript {
    private static final int GO_ON = -2;

    private final FakeGuest guest;
    private final OutputStream log;

    FakeScript(FakeGuest guest, OutputStream log) {
        this.guest = guest;
        this.log = log;
    }

    /** @return exit code */
    int run(String script) {
        for (String line : script.lines().toList()) {
            String[] words = line.strip().split(" ", 2);
            int code = words[0].isEmpty() ? GO_ON : command(words[0], words.length > 1 ? words[1] : "");
            if (code != GO_ON) {
                return code;
            }
        }
        return 0;
    }

    private int command(String name, String argument) {
        switch (name) {
            case "say" -> print((argument + "\n").getBytes(StandardCharsets.UTF_8));
            case "sleep" -> guest.sleep(Long.parseLong(argument));
            case "flood" -> flood(Long.parseLong(argument));
            case "write" -> {
                String[] file = argument.split(" ", 2);
                guest.write(file[0], file[1].getBytes(StandardCharsets.UTF_8));
            }
            case "show" -> print(guest.read(argument));
            case "exit" -> {
                return Integer.parseInt(argument);
            }
            case "complete-build" -> {
                guest.write(BuildEnvironment.COMPLETE_FILE, new byte[] {'1'});
                return 0;
            }
            case "vanish" -> throw new ProblemException(Problem.GUEST_LOST, "The connection to the guest broke");
            default -> throw new IllegalArgumentException("a fake guest does not know `%s`".formatted(name));
        }
        return GO_ON;
    }

    /** Prints so many bytes, none of them an end of line or text of any kind. */
    private void flood(long bytes) {
        byte[] block = new byte[32 * 1024];
        Arrays.fill(block, (byte) 0xfe);
        for (long left = bytes; left > 0; left -= block.length) {
            print(left < block.length ? Arrays.copyOf(block, (int) left) : block);
        }
    }

    private void print(byte[] bytes) {
        try {
            log.write(bytes);
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, e.toString(), e);
        }
    }
}
