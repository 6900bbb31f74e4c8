// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.slipway.bench.chaos.check.Facts.Move;
import io.slipway.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether every end of a job was told to its webhook, and nothing else was. */
final class EveryEnd {
    private EveryEnd() {}

    static List<String> complaints(List<Move> moves, List<Delivered> copies) {
        List<String> complaints = new ArrayList<>(tooMuch(moves, copies));
        Map<String, Long> told = told(copies.stream().filter(Delivered::taken).toList());
        ends(moves).forEach((status, count) -> {
            long taken = told.getOrDefault(status, 0L);
            if (taken < count) {
                complaints.add("it ended as `%s` %d times, and its webhook has taken %d of them"
                        .formatted(status, count, taken));
            }
        });
        return complaints;
    }

    /** What was told of ends that there were not, or twice in different words. */
    static List<String> tooMuch(List<Move> moves, List<Delivered> copies) {
        List<String> complaints = new ArrayList<>();
        Map<String, Long> ends = ends(moves);
        told(copies).forEach((status, count) -> {
            long right = ends.getOrDefault(status, 0L);
            if (count > right) {
                complaints.add(
                        "its webhook was told %d times, with a key each, that it is `%s`; it has ended so %d times"
                                .formatted(count, status, right));
            }
        });
        copies.stream().collect(groupingBy(Delivered::key)).forEach((key, same) -> {
            long bodies = same.stream().map(Delivered::body).distinct().count();
            if (bodies > 1) {
                complaints.add("delivery %s came with %d bodies".formatted(key, bodies));
            }
        });
        return complaints;
    }

    private static Map<String, Long> ends(List<Move> moves) {
        return moves.stream()
                .map(Move::status)
                .filter(status -> JobStatus.ofWord(status).isTerminal())
                .collect(groupingBy(status -> status, TreeMap::new, counting()));
    }

    /** How many keys there are of each status. */
    private static Map<String, Long> told(List<Delivered> copies) {
        Map<String, String> statuses = new TreeMap<>();
        copies.forEach(copy -> statuses.put(copy.key(), copy.status()));
        return statuses.values().stream().collect(groupingBy(status -> status, TreeMap::new, counting()));
    }
}
