// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Which of all commands that a server has it does not refuse to a user. */
final class AllowedCommands {
    /** What both sides of a stream need. One subcommand of {@code XGROUP} belongs to it, which is looked at by itself. */
    static final Set<String> NEEDED_WITH_STREAMS =
            Set.of("xadd", "xlen", "xreadgroup", "xautoclaim", "xack", "xdel", "multi", "exec", "ping");

    /** What Redis lets everybody do: log in, and go. */
    private static final Set<String> FOR_ALL = Set.of("auth", "hello", "reset", "quit");

    private AllowedCommands() {}

    /**
     * Gives each as the user, on a connection of its own.
     *
     * @param commands what {@code COMMAND} says
     * @param login a new connection of the user
     * @param key that the user may use
     */
    static Set<String> of(List<?> commands, Supplier<RawRedis> login, String key) {
        assertThat(commands).hasSizeGreaterThan(150);
        Set<String> allowed = new TreeSet<>();
        for (Object command : commands) {
            String name = (String) ((List<?>) command).get(0);
            int arity = Math.abs(((Long) ((List<?>) command).get(1)).intValue());
            if (FOR_ALL.contains(name)) {
                continue;
            }
            List<String> words = new ArrayList<>(List.of(name));
            words.addAll(Collections.nCopies(Math.max(0, arity - 1), key));
            try (RawRedis raw = login.get()) {
                if (!String.valueOf(raw.call(words.toArray(String[]::new))).startsWith("-NOPERM")) {
                    allowed.add(name);
                }
            }
        }
        return allowed;
    }
}
