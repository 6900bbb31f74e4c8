// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Shell scripts for machines. A guest does not know its attempt, so every run of a script draws a number of its own, which its marks
 * carry.
 */
public final class ShellDialect implements Dialect, Step.Words {
    private static final Pattern MARK = Pattern.compile("mark ([0-9a-f-]+) (\\w+) (\\d+)");

    private final String image;

    public ShellDialect(String image) {
        this.image = image;
    }

    @Override
    public String image() {
        return image;
    }

    @Override
    public String script(String task, List<Step> steps) {
        return steps.stream().map(step -> step.in(this)).collect(Collectors.joining("\n", """
                        set +x
                        origin=$(cat /proc/sys/kernel/random/uuid)
                        line=0
                        mark() { for ((n = 0; n < $1; n++)); do line=$((line + 1)); echo "mark $origin %s $line"; $2; done; }
                        """.formatted(task), ""));
    }

    @Override
    public String mark(int count, long apart) {
        return "mark %d \"%s\"".formatted(count, apart == 0 ? ":" : sleep(apart));
    }

    @Override
    public String sleep(long millis) {
        return "sleep %d.%03d".formatted(millis / 1000, millis % 1000);
    }

    @Override
    public String writeArtifact(String text) {
        return "echo '%s' >%s".formatted(text, PlannedJob.ARTIFACT);
    }

    /** Machines are killed from outside. */
    @Override
    public String vanish() {
        throw new IllegalStateException("a machine does not vanish by itself");
    }

    @Override
    public String exit(int code) {
        return "exit " + code;
    }

    @Override
    public Optional<Mark> read(String line) {
        Matcher mark = MARK.matcher(line.strip());
        return mark.matches()
                ? Optional.of(new Mark(mark.group(1), mark.group(2), Integer.parseInt(mark.group(3))))
                : Optional.empty();
    }

    @Override
    public boolean isExact() {
        return false;
    }
}
