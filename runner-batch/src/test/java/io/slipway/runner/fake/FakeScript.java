// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.manifest.BuildEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tasks of a {@link FakeGuest}, one command a line: {@code say TEXT}, {@code sleep MILLIS}, {@code exit CODE}, {@code flood
 * BYTES}, {@code write PATH TEXT}, {@code show PATH}, {@code complete-build}; {@code mark COUNT [MILLIS]} prints lines {@code mark ATTEMPT
 * EPOCH TASK LINE}, counted through the task, so long after one another; {@code vanish [LAST]} breaks the connection, as long as the attempt's number
 * is not above {@code LAST}.
 */
final class FakeScript {
    private static final int GO_ON = -2;

    private final FakeGuest guest;
    private final String task;
    private final OutputStream log;
    private int marked;

    FakeScript(FakeGuest guest, String task, OutputStream log) {
        this.guest = guest;
        this.task = task;
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
            case "mark" -> mark(argument.split(" "));
            case "vanish" -> vanish(argument);
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

    private void mark(String[] words) {
        AttemptRef attempt = guest.attempt();
        long apart = words.length > 1 ? Long.parseLong(words[1]) : 0;
        for (int left = Integer.parseInt(words[0]); left > 0; left--) {
            marked++;
            print("mark %d %d %s %d\n"
                    .formatted(attempt.number(), attempt.epoch(), task, marked)
                    .getBytes(StandardCharsets.UTF_8));
            if (apart > 0) {
                guest.sleep(apart);
            }
        }
    }

    private void vanish(String last) {
        if (last.isEmpty() || guest.attempt().number() <= Integer.parseInt(last)) {
            throw new ProblemException(Problem.GUEST_LOST, "The connection to the guest broke");
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
