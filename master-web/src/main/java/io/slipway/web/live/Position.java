// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a reader has come in the logs of a job; written {@code 2/512,0,7}: attempt 2, 512 bytes of the setup log, none of the first
 * task's, 7 of the second's. It is the id of every event, so a browser that reconnects goes on where it was.
 *
 * @param attempt 0 before the first
 * @param offsets of the setup log, then of the tasks in order; logs that are not named are at 0
 */
record Position(int attempt, List<Long> offsets) {
    private static final Pattern LEGAL = Pattern.compile("\\d{1,9}/\\d{1,18}(,\\d{1,18})*");

    Position {
        offsets = List.copyOf(offsets);
    }

    /** The beginning of an attempt's logs. */
    static Position begin(int attempt) {
        return new Position(attempt, List.of());
    }

    /** Nothing for a text that is no position. */
    static Optional<Position> of(String text) {
        if (text == null || !LEGAL.matcher(text).matches()) {
            return Optional.empty();
        }
        String[] parts = text.split("/", 2);
        List<Long> offsets = new ArrayList<>();
        for (String offset : parts[1].split(",")) {
            offsets.add(Long.parseLong(offset));
        }
        return Optional.of(new Position(Integer.parseInt(parts[0]), offsets));
    }

    long at(int log) {
        return log < offsets.size() ? offsets.get(log) : 0;
    }

    Position with(int log, long offset) {
        List<Long> moved = new ArrayList<>(offsets);
        while (moved.size() <= log) {
            moved.add(0L);
        }
        moved.set(log, offset);
        return new Position(attempt, moved);
    }

    @Override
    public String toString() {
        return attempt + "/"
                + (offsets.isEmpty()
                        ? "0"
                        : offsets.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
