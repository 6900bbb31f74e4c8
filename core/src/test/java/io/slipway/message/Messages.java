// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.ExecutionStatus;
import io.slipway.error.Problem;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import io.slipway.message.RunnerEvent.LogAbsent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** One message of every type. */
public final class Messages {
    public static final RunnerName RUNNER = new RunnerName("runner-1:8080");
    static final AttemptRef ATTEMPT = new AttemptRef(new JobId(42), 2, 7);
    private static final Instant AT = Instant.parse("2026-11-23T18:44:26.123456789Z");
    private static final TaskName TASK = new TaskName("build");

    private Messages() {}

    public static Stream<RunnerMessage> toRunners() {
        return Stream.of(
                order(secrets()),
                cancel("its owner cancelled it"),
                new RunnerMessage.HoldStandby(ATTEMPT),
                new RunnerMessage.EndStandby(ATTEMPT, "its owner needs it no more"),
                new RunnerMessage.AbandonExecution(ATTEMPT, 9),
                new RunnerMessage.RewindLog(ATTEMPT, LogName.SETUP, 4096),
                new RunnerMessage.DropCheckpoint(ATTEMPT, "A secret of its job was deleted."),
                new RunnerMessage.RenewKeys(),
                new RunnerMessage.KeysRenewed("SHA256:fWw7yhOg8TedETHWpDo8JIHaqXDVNkMjZBfsdg0Dnz8"));
    }

    /** An order with a token of its own. */
    public static WorkOrder order(List<Secret> secrets) {
        return new WorkOrder(
                ATTEMPT,
                "mira",
                URI.create("http://127.0.0.1:8080/~mira/job/42"),
                "image: debian/bookworm\ntasks:\n- build: |\n    echo \"ä€\uD83D\uDE80\"\n",
                Map.of("JOB_ID", "42", "HOSTILE", "'\"\\\u0001\n"),
                Duration.ofMinutes(45),
                Duration.ofSeconds(30),
                URI.create("http://127.0.0.1:8080/api/uploads/42/7/"),
                "token",
                List.of("ssh-ed25519 AAAA mira@home"),
                new Restart(new AttemptRef(new JobId(42), 1, 6), TASK, "true\n", Restart.Kept.STANDING),
                secrets,
                new JobToken("token of the job", "builds.example.org", URI.create("https://builds.example.org")),
                new KeepLimits(8, 3L << 30, 5L << 30));
    }

    /** One of every type. */
    public static List<Secret> secrets() {
        SecretContent content = new SecretContent(everyByte());
        return List.of(
                new Secret.SshKey(new UUID(1, 1), "", content),
                new Secret.PgpKey(new UUID(2, 2), "release", content),
                new Secret.FileSecret(
                        new UUID(3, 3),
                        "netrc",
                        new SecretPath("~/.netrc"),
                        FileMode.PRIVATE,
                        new SecretContent(new byte[0])));
    }

    public static Stream<RunnerEvent> ofRunners() {
        ImageName image = new ImageName("debian/bookworm");
        Stream<RunnerEvent> events = Stream.of(
                new RunnerAlive(
                        RUNNER,
                        AT,
                        new Beat(1_795_000_000_000L, 7),
                        List.of(new OfferedImage(image, new Arch("amd64"), List.of(new Arch("amd64")))),
                        Set.of("kvm"),
                        2,
                        List.of(ATTEMPT),
                        List.of(new HeldCheckpoint(ATTEMPT, TASK, AT)),
                        List.of(new StandingGuest(ATTEMPT, TASK, AT, true)),
                        "runner-1:2222",
                        "docker closed"),
                new RunnerLeft(RUNNER, AT, new Beat(1, 8)),
                new ExecutionMoved(RUNNER, AT, execution()),
                new RunnerEvent.SshKeyUsed(RUNNER, AT, ATTEMPT, "SHA256:fWw7yhOg8TedETHWpDo8JIHaqXDVNkMjZBfsdg0Dnz8"),
                new RunnerEvent.KeysOffered(RUNNER, AT, "verifying", "sealing", "signature", "proof"),
                new AttemptStarted(RUNNER, AT, ATTEMPT),
                new PhaseEnded(RUNNER, AT, ATTEMPT, Phase.GUEST, AT.minusSeconds(20)),
                new TaskMoved(RUNNER, AT, ATTEMPT, TASK, TaskStatus.FAILED, 127),
                new LogAppended(RUNNER, AT, ATTEMPT, LogName.of(TASK), 9_000_000_000L, everyByte()),
                new LogClosed(RUNNER, AT, ATTEMPT, LogName.SETUP, 12, "ab".repeat(32)),
                new LogAbsent(RUNNER, AT, ATTEMPT, LogName.SETUP));
        return Stream.concat(
                events, outcomes().map(outcome -> new AttemptEnded(RUNNER, AT, ATTEMPT, outcome, account())));
    }

    public static Stream<Outcome> outcomes() {
        return Stream.of(
                new Outcome.Succeeded(),
                new Outcome.TaskFailed(TASK, -1),
                new Outcome.StepFailed(Phase.PREPARE, Problem.SOURCE_FAILED, "no such host"),
                new Outcome.TimedOut("Task `build` ran into the deadline."),
                new Outcome.Cancelled("its owner cancelled it"),
                new Outcome.RunnerFailed(Problem.GUEST_LOST, "the guest is gone"));
    }

    private static AttemptAccount account() {
        return new AttemptAccount(
                List.of(
                        new AttemptAccount.TaskEnd(TASK, TaskStatus.FAILED, 3, AT, AT),
                        new AttemptAccount.TaskEnd(new TaskName("last"), TaskStatus.SKIPPED, -1, null, AT)),
                List.of(new AttemptAccount.LogEnd(LogName.SETUP, 12, "ab".repeat(32))));
    }

    private static BatchExecution execution() {
        return new BatchExecution(
                9,
                4,
                "build",
                ATTEMPT,
                ExecutionStatus.FAILED,
                "FAILED",
                AT,
                AT,
                AT,
                Map.of("attempt", "42-2-7"),
                List.of(new BatchStep(
                        "tasks",
                        ExecutionStatus.FAILED,
                        "FAILED",
                        AT,
                        AT,
                        "1",
                        new BatchStep.Counts(2, 1, 1, 1, 0, 0, 0, 0),
                        "Task `build` ended with exit code 1.")));
    }

    public static RunnerMessage cancel(String reason) {
        return new RunnerMessage.CancelAttempt(ATTEMPT, reason);
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
