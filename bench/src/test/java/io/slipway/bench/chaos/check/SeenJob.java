// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.check.Facts.AttemptFacts;
import io.slipway.bench.chaos.check.Facts.LogFacts;
import io.slipway.bench.chaos.check.Facts.LogKey;
import io.slipway.bench.chaos.check.Facts.Move;
import io.slipway.bench.chaos.check.Facts.TaskFacts;
import io.slipway.bench.chaos.check.Judge.Subject;
import io.slipway.bench.chaos.plan.Dialect;
import io.slipway.bench.chaos.plan.FakeDialect;
import io.slipway.bench.chaos.plan.JobKind;
import io.slipway.bench.chaos.plan.PlannedJob;
import io.slipway.bench.chaos.plan.PlannedTask;
import io.slipway.bench.chaos.plan.Step;
import io.slipway.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was seen of a job, put together by a test: at first a plain one of one task with three marks, whose first runner was killed and
 * that succeeded in its second attempt.
 */
final class SeenJob {
    static final LogKey TASK = new LogKey(2, "one");
    static final LogKey EARLIER = new LogKey(1, "one");
    private static final LogKey SETUP = new LogKey(2, "");

    JobKind kind = JobKind.PLAIN;
    String artifact = "";
    String status = "success";
    String sentence = "All tasks succeeded.";
    Requests requests = Requests.NONE;
    Dialect dialect = new FakeDialect();
    Optional<byte[]> found = Optional.empty();
    final List<Move> moves = new ArrayList<>(List.of(
            move("queued", true, 0),
            move("queued", false, 1),
            move("running", false, 1),
            move("queued", true, 1),
            move("queued", false, 2),
            move("running", false, 2),
            move("success", false, 2)));
    final List<TaskFacts> tasks = new ArrayList<>(List.of(new TaskFacts("one", "success", 2, 0)));
    final Map<LogKey, String> texts = new HashMap<>(Map.of(
            SETUP, "[#7] 2026/11/25 10:00:00 Booting image fake (default)\n",
            EARLIER, "mark 1 1 one 1\n",
            TASK, "mark 2 2 one 1\nmark 2 2 one 2\nmark 2 2 one 3\n"));
    final Map<LogKey, LogFacts> logs = new HashMap<>();
    final Map<LogKey, LogCopy> copies = new HashMap<>();
    /** Null for one of each end. */
    List<Delivered> deliveries;

    /** Attempt and epoch have the same number. */
    static Move move(String status, boolean waiting, int attempt) {
        return new Move("10:00:00", status, waiting, attempt, attempt);
    }

    /** What the checks complain of, with the words of the invariant before it. */
    List<String> complaints() {
        List<String> all = new ArrayList<>();
        new JobCheck(planned(), dialect, evidence())
                .tell(
                        (invariant, subject, complaints) ->
                                complaints.forEach(complaint -> all.add(invariant + ": " + complaint)),
                        new Subject(1, 7));
        return all;
    }

    private PlannedJob planned() {
        List<PlannedTask> planned = tasks.stream()
                .map(task -> new PlannedTask(task.name(), List.of(new Step.Mark(3, 0))))
                .toList();
        return new PlannedJob(kind, planned, 0, 0, artifact, List.of());
    }

    private Evidence evidence() {
        Map<LogKey, byte[]> contents = new HashMap<>();
        texts.forEach((key, text) -> contents.put(key, text.getBytes(StandardCharsets.UTF_8)));
        Map<LogKey, LogFacts> all = new HashMap<>();
        contents.forEach((key, content) -> all.put(key, log(key, content, key.attempt() == 2)));
        all.putAll(logs);
        return new Evidence(
                new Facts(
                        7,
                        status,
                        List.of(
                                new AttemptFacts(1, 1, "a", true, "The runner was stopped."),
                                new AttemptFacts(2, 2, "b", true, sentence)),
                        tasks,
                        List.copyOf(all.values()),
                        moves),
                requests,
                copies,
                contents,
                deliveries == null ? toldOfEachEnd() : deliveries,
                found);
    }

    private List<Delivered> toldOfEachEnd() {
        return IntStream.range(0, moves.size())
                .filter(n -> JobStatus.ofWord(moves.get(n).status()).isTerminal())
                .mapToObj(n -> new Delivered("key-" + n, moves.get(n).status(), "{}", true))
                .toList();
    }

    /** A log as the master is to know it. */
    static LogFacts log(LogKey key, byte[] content, boolean closed) {
        return closed
                ? new LogFacts(key, content.length, true, content.length, sha256(content), true)
                : new LogFacts(key, content.length, false, 0, "", false);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
