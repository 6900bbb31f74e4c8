// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What fake guests understand; their marks carry attempt and epoch. */
public final class FakeDialect implements Dialect, Step.Words {
    private static final Pattern MARK = Pattern.compile("mark (\\d+) (\\d+) (\\w+) (\\d+)");

    @Override
    public String image() {
        return "fake";
    }

    @Override
    public String script(String task, List<Step> steps) {
        return steps.stream().map(step -> step.in(this)).collect(Collectors.joining("\n"));
    }

    @Override
    public String mark(int count, long apart) {
        return "mark %d %d".formatted(count, apart);
    }

    @Override
    public String sleep(long millis) {
        return "sleep " + millis;
    }

    @Override
    public String writeArtifact(String text) {
        return "write %s %s".formatted(PlannedJob.ARTIFACT, text);
    }

    @Override
    public String vanish() {
        return "vanish 1";
    }

    @Override
    public String exit(int code) {
        return "exit " + code;
    }

    @Override
    public Optional<Mark> read(String line) {
        Matcher mark = MARK.matcher(line);
        return mark.matches()
                ? Optional.of(
                        new Mark(mark.group(1) + "/" + mark.group(2), mark.group(3), Integer.parseInt(mark.group(4))))
                : Optional.empty();
    }

    @Override
    public boolean isExact() {
        return true;
    }
}
