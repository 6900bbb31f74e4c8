// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.plan.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the marks in a task's log are those of one run of its script, in order, without a hole. */
final class Marks {
    private final Dialect dialect;

    Marks(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Who is to have printed a log. */
    record Printer(String task, int attempt, long epoch) {}

    /** What a log holds. @param origins of its marks, in order of appearance, each once */
    record Found(int marks, List<String> origins, List<String> complaints) {}

    /** @param whole whether the log was closed; the last line of an open one may be cut off */
    Found read(String log, Printer printer, boolean whole) {
        List<String> complaints = new ArrayList<>();
        List<String> origins = new ArrayList<>();
        int marks = 0;
        List<String> lines = log.lines().toList();
        for (int n = 0; n < lines.size(); n++) {
            boolean cutOff = n == lines.size() - 1 && !log.endsWith("\n") && !whole;
            Optional<Dialect.Mark> mark = dialect.read(lines.get(n));
            if (cutOff) {
                continue;
            }
            if (mark.isEmpty()) {
                if (dialect.isExact()) {
                    complaints.add("line %d is `%s`, which is no mark".formatted(n + 1, lines.get(n)));
                }
                continue;
            }
            marks++;
            if (mark.get().line() != marks || !mark.get().task().equals(printer.task())) {
                complaints.add("where mark %d of task `%s` is due stands mark %d of task `%s`"
                        .formatted(
                                marks,
                                printer.task(),
                                mark.get().line(),
                                mark.get().task()));
                marks = mark.get().line();
            }
            if (!origins.contains(mark.get().origin())) {
                origins.add(mark.get().origin());
            }
        }
        origins(origins, printer).forEach(complaints::add);
        return new Found(marks, origins, complaints);
    }

    private List<String> origins(List<String> found, Printer printer) {
        String own = Dialect.origin(printer.attempt(), printer.epoch());
        if (dialect.isExact()) {
            return found.stream()
                    .filter(origin -> !origin.equals(own))
                    .map(origin -> "a mark of attempt/epoch %s stands in the log of %s".formatted(origin, own))
                    .toList();
        }
        return found.size() > 1
                ? List.of("marks of %d runs of the script stand in one log: %s".formatted(found.size(), found))
                : List.of();
    }
}
