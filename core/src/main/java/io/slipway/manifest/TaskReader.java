// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.task.Task;
import io.slipway.task.TaskName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code tasks}: a list of mappings of one name to one script. */
final class TaskReader {
    private static final String MISSING =
            "Attempted to create manifest with no tasks; a task, or `shell: true`, is needed";
    private static final String EXPECTED = "`name: script` (one key)";

    private final Findings findings;

    TaskReader(Findings findings) {
        this.findings = findings;
    }

    /** @return empty when there are no tasks where some are needed, or a task has an error */
    Optional<List<Task>> read(Entries keys, boolean shell) {
        Optional<Value> value = keys.value("tasks");
        if (value.isEmpty()) {
            if (!shell) {
                keys.entry("tasks")
                        .ifPresentOrElse(
                                entry -> entry.errorAtKey(Problem.TASKS_MISSING, MISSING),
                                () -> findings.error(Problem.TASKS_MISSING, "tasks", MISSING));
            }
            return Optional.of(List.of());
        }
        return value.get().items("a list of tasks, each `- name: script`").flatMap(items -> {
            if (items.isEmpty() && !shell) {
                value.get().error(Problem.TASKS_MISSING, MISSING);
            }
            return tasks(items);
        });
    }

    private static Optional<List<Task>> tasks(List<Value> items) {
        List<Task> tasks = new ArrayList<>();
        Map<String, Entries.Entry> names = new LinkedHashMap<>();
        for (Value item : items) {
            item.entries(EXPECTED)
                    .flatMap(entries -> task(item, entries, names))
                    .ifPresent(tasks::add);
        }
        return tasks.size() == items.size() ? Optional.of(tasks) : Optional.empty();
    }

    private static Optional<Task> task(Value item, Entries entries, Map<String, Entries.Entry> names) {
        if (entries.all().size() != 1) {
            item.error(
                    Problem.TYPE_WRONG,
                    "Expected %s to be %s; found %d keys"
                            .formatted(item.shownPath(), EXPECTED, entries.all().size()));
            return Optional.empty();
        }
        Entries.Entry entry = entries.all().iterator().next();
        boolean named = isNameLegal(entry) & isNameNew(entry, names);
        Optional<String> script = entry.value().text();
        return named ? script.map(text -> new Task(new TaskName(entry.name()), text.strip())) : Optional.empty();
    }

    private static boolean isNameLegal(Entries.Entry entry) {
        if (!TaskName.isLegal(entry.name())) {
            entry.errorAtKey(
                    Problem.TASK_NAME_ILLEGAL,
                    "Task name %s is invalid (must be all lowercase letters, numbers, underscores, and dashes, and <=128 characters)"
                            .formatted(Shown.value(entry.name())));
            return false;
        }
        return true;
    }

    private static boolean isNameNew(Entries.Entry entry, Map<String, Entries.Entry> names) {
        Entries.Entry first = names.putIfAbsent(entry.name(), entry);
        if (first == null) {
            return true;
        }
        int line = entry.value().findings().placeOf(first.key()).line();
        entry.errorAtKey(
                Problem.TASK_DUPLICATE,
                "Duplicate task %s; the first is in line %d".formatted(Shown.value(entry.name()), line));
        return false;
    }
}
