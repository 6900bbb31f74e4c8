// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.slipway.batch.ExecutionStatus;
import io.slipway.envelope.EventSigner;
import io.slipway.envelope.OrderSealer;
import io.slipway.envelope.RefusedException;
import io.slipway.envelope.RunnerKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.message.RedisMessages;
import io.slipway.master.secret.SampleSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import io.slipway.message.RunnerMessage;
import io.slipway.message.StandingGuest;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.Keys;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.task.TaskName;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * What a thief can do who has everything that one enrolled runner has, keys and tokens and the way into Redis: a whole master, a real
 * PostgreSQL, a real Redis without access lists. Each try is refused, and is in the master's log with the name of the runner.
 */
class StolenRunnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RunnerName STOLEN = MasterRig.RUNNER;
    private static final RunnerName OTHER = new RunnerName("runner-2");
    private static final TaskName BUILD = new TaskName("build");
    private static final String CONTENT = "the-content-of-miras-secret";
    private static final String MANIFEST = """
            image: debian/bookworm
            artifacts: [out.txt]
            caches: {kept: [x]}
            tasks:
              - build: make
            """;

    private final RedisSettings settings =
            new RedisSettings(URI.create("redis://127.0.0.1:" + TestServers.redisPort()), "", "");
    private final RunnerKeys keys = MasterRig.PARTIES.runner(STOLEN.value());
    private MasterLog log;
    private RedissonClient thief;
    private RedisConnection redis;
    private RedisMessages messages;
    private MasterRig rig;
    private Thread events;
    private AttemptRef theirs;
    private WorkOrder own;

    @BeforeEach
    void handAJobToEach() {
        TestServers.emptyRedis();
        Config config = new Config().setThreads(1).setNettyThreads(1);
        config.useSingleServer().setAddress(settings.address().toString());
        thief = Redisson.create(config);
        redis = RedisConnection.open(settings);
        messages =
                new RedisMessages(settings, false, "master", MasterRig.PARTIES.master(), MasterRig.PARTIES.opening());
        rig = new MasterRig(Map.of(), messages);
        rig.clock.run();
        log = MasterLog.open();
        theirs = handedTo(OTHER, "mira", "secrets: [netrc]\n");
        handedTo(STOLEN, "theo", "oauth: builds.sr.ht/*:RW\n");
        own = nextOrder();
        events = new Thread(rig.master.loops().get("slipway-events"), "slipway-events");
        events.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.interrupt();
        events.join();
        log.close();
        messages.close();
        redis.close();
        thief.shutdown();
    }

    private AttemptRef handedTo(RunnerName runner, String owner, String more) {
        Caller caller = rig.user(owner);
        rig.within(() -> rig.master.secrets().add(caller, SampleSecrets.file("netrc", CONTENT)));
        rig.beat(runner, 1);
        JobId job = rig.submit(caller, new Submission(MANIFEST + more, "", List.of(), true, Visibility.PRIVATE))
                .job()
                .id();
        rig.handOver();
        AttemptRef attempt = new AttemptRef(job, 1, 1);
        assertThat(rig.view(job).newestAttempt().orElseThrow().runner()).isEqualTo(runner.value());
        return attempt;
    }

    private WorkOrder nextOrder() {
        MessageStream<RunnerMessage> inbox = redis.inbox(STOLEN, MasterRig.PARTIES.inbox(STOLEN.value()));
        List<MessageStream.Received<RunnerMessage>> received = inbox.receive(1, PATIENCE);
        inbox.acknowledge(received);
        return (WorkOrder) received.get(0).message();
    }

    /** Nobody is told: a Redis without access lists lets whoever reads it read. */
    @Test
    void orderOfAnotherRunnerDoesNotOpenAndHasNothingInClear() {
        String inbox = Keys.inbox(OTHER);
        Map<String, String> entry = entries(inbox).get(0);

        assertThat(entry.toString()).doesNotContain(CONTENT).doesNotContain("netrc");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> MasterRig.PARTIES.inbox(STOLEN.value()).open(inbox, entry))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(Problem.MESSAGE_SEALED));
    }

    @Test
    void orderOfAnotherRunnerThatIsMovedToTheOwnInboxIsRefusedThere() {
        entries(Keys.inbox(OTHER)).forEach(entry -> stream(Keys.inbox(STOLEN)).add(StreamAddArgs.entries(entry)));

        assertThat(redis.inbox(STOLEN, MasterRig.PARTIES.inbox(STOLEN.value())).receive(9, Duration.ofMillis(500)))
                .isEmpty();
        log.awaitLine(Problem.MESSAGE_FORGED, Keys.inbox(STOLEN));
    }

    @Test
    void orderToAnotherRunnerThatTheThiefMakesUpIsRefusedThere() {
        OrderSealer forger = new OrderSealer(
                keys.signing(),
                MasterRig.PARTIES.runner(OTHER.value()).opening().publicHalf());
        thief.getKeys().delete(Keys.inbox(OTHER));
        redis.inbox(OTHER, forger).publish(own);

        assertThat(redis.inbox(OTHER, MasterRig.PARTIES.inbox(OTHER.value())).receive(9, Duration.ofMillis(500)))
                .isEmpty();
        log.awaitLine(Problem.MESSAGE_FORGED, Keys.inbox(OTHER));
    }

    @Test
    void jobOfAnotherRunnerIsNotSettled() {
        say(ended(STOLEN, theirs));

        log.awaitLine(Problem.ATTEMPT_OTHER, "AttemptEnded", "`runner-1`", "job " + theirs.job());
        assertThat(rig.status(theirs.job())).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.within(() -> rig.stores.attempts().live(OTHER))).containsExactly(theirs);
    }

    @Test
    void jobThatWasTheThiefsInAnEarlierEpochIsNotSettled() {
        AttemptRef first = own.attempt();
        rig.beat(STOLEN, 0, first);
        say(new AttemptEnded(
                STOLEN,
                Instant.now(),
                first,
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It stops."),
                AttemptAccount.NONE));
        await().atMost(PATIENCE)
                .until(() ->
                        rig.within(() -> rig.stores.attempts().live(STOLEN)).isEmpty());
        rig.beat(OTHER, 2, theirs);
        rig.handOver();
        assertThat(rig.view(first.job()).newestAttempt().orElseThrow().runner()).isEqualTo(OTHER.value());

        say(ended(STOLEN, first));
        log.awaitLine(Problem.ATTEMPT_OTHER, "`runner-1`", "job " + first.job(), "handed over again");
        say(ended(STOLEN, new AttemptRef(first.job(), 2, 2)));
        log.awaitLine(Problem.ATTEMPT_OTHER, "`runner-1`", "the attempt is runner `runner-2`'s");
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void logOfAnotherRunnersJobGetsNoByte() {
        say(new LogAppended(STOLEN, Instant.now(), theirs, LogName.SETUP, 0, "forged".getBytes(UTF_8)));

        log.awaitLine(Problem.ATTEMPT_OTHER, "LogAppended", "`runner-1`");
        assertThat(rig.view(theirs.job()).newestAttempt().orElseThrow().logs()).allMatch(view -> view.length() == 0);
    }

    @Test
    void executionAndSshKeyOfAnotherRunnersJobAreNotNoted() {
        say(BatchFixture.moved(
                Instant.now(), BatchFixture.execution(7, theirs, ExecutionStatus.FAILED, Instant.now())));
        log.awaitLine(Problem.ATTEMPT_OTHER, "ExecutionMoved", "`runner-1`");

        say(new SshKeyUsed(STOLEN, Instant.now(), own.attempt(), "SHA256:of somebody"));
        log.awaitLine(Problem.ATTEMPT_OTHER, "SshKeyUsed", "`runner-1`");
        assertThat(rig.within(() -> rig.stores.executions().find(BatchFixture.ref(7))))
                .isEmpty();
    }

    /** Else the job would go on there, and its order with its secrets would go to the thief. */
    @Test
    void checkpointThatTheThiefSaysToHaveOfAnothersJobBringsNoOrder() {
        rig.apply(new AttemptStarted(OTHER, Instant.now(), theirs));
        Instant later = Instant.now().plus(Duration.ofHours(1));
        HeldCheckpoint claimed = new HeldCheckpoint(theirs, BUILD, later);
        say(alive(STOLEN, 9, List.of(claimed), List.of()));
        log.awaitLine(Problem.ATTEMPT_OTHER, "RunnerAlive", "`runner-1`", "checkpoint", "job " + theirs.job());
        say(alive(
                STOLEN, 9, List.of(new HeldCheckpoint(new AttemptRef(theirs.job(), 1, 99), BUILD, later)), List.of()));
        log.awaitLine(Problem.ATTEMPT_OTHER, "`runner-1`", "epoch 99");

        rig.apply(new AttemptEnded(
                OTHER,
                Instant.now(),
                theirs,
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was killed."),
                AttemptAccount.NONE));
        assertThat(rig.within(() -> rig.stores.restarts().of(theirs.job()))).isEmpty();
        assertThat(rig.view(theirs.job()).checkpoint()).isNull();
    }

    @Test
    void guestThatTheThiefSaysToHaveOfAnothersJobSendsNobodyThere() {
        StandingGuest claimed = new StandingGuest(theirs, BUILD, Instant.now().plusSeconds(3600), false);
        say(alive(STOLEN, 9, List.of(), List.of(claimed)));

        log.awaitLine(Problem.ATTEMPT_OTHER, "RunnerAlive", "`runner-1`", "stands by", "job " + theirs.job());
        assertThat(rig.view(theirs.job()).standing()).isNull();
    }

    @Test
    void heartbeatThatIsPlayedAgainRenewsNothing() {
        EventSigner signer = new EventSigner(STOLEN.value(), keys.signing());
        RunnerAlive beat = alive(STOLEN, 3, List.of(), List.of());
        Map<String, String> signed =
                signer.close(Keys.events(STOLEN), MessageCodec.runnerEvents().encode(beat));
        stream(Keys.events(STOLEN)).add(StreamAddArgs.entries(signed));
        await().atMost(PATIENCE).until(() -> slots(STOLEN) == 3);
        say(alive(STOLEN, 5, List.of(), List.of()));
        await().atMost(PATIENCE).until(() -> slots(STOLEN) == 5);

        stream(Keys.events(STOLEN)).add(StreamAddArgs.entries(signed));

        log.awaitLine(Problem.EVENT_REPEATED, "RunnerAlive", "`runner-1`");
        assertThat(slots(STOLEN)).isEqualTo(5);
    }

    @Test
    void endThatIsPlayedAgainAfterTheJobHasEndedChangesNothing() {
        say(ended(STOLEN, own.attempt()));
        await().atMost(PATIENCE).until(() -> rig.status(own.attempt().job()) == JobStatus.SUCCESS);

        say(new AttemptEnded(
                STOLEN, Instant.now(), own.attempt(), new Outcome.TaskFailed(BUILD, 1), AttemptAccount.NONE));

        log.awaitLine(
                Problem.EVENT_REPEATED,
                "AttemptEnded",
                "`runner-1`",
                "job " + own.attempt().job());
        assertThat(rig.status(own.attempt().job())).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void eventInTheNameOfAnotherRunnerIsRefused() {
        redis.events(STOLEN, "thief", new EventSigner(OTHER.value(), keys.signing()))
                .publish(ended(OTHER, theirs));
        log.awaitLine(Problem.MESSAGE_FORGED, "`runner-2`", "not signed with that runner's key");

        redis.events(STOLEN, "thief", new EventSigner(STOLEN.value(), keys.signing()))
                .publish(ended(OTHER, theirs));
        log.awaitLine(Problem.SENDER_OTHER, "runner `runner-1` has signed", "in the name of `runner-2`");
        assertThat(rig.within(() -> rig.stores.attempts().live(OTHER))).containsExactly(theirs);
    }

    @Test
    void heartbeatForAnotherRunnerIsRefusedAndSoIsItsLeave() {
        int before = slots(OTHER);
        redis.events(STOLEN, "thief", new EventSigner(STOLEN.value(), keys.signing()))
                .publishAll(List.of(
                        alive(OTHER, 99, List.of(), List.of()),
                        new RunnerLeft(OTHER, Instant.now(), MasterRig.nextBeat())));

        log.awaitLine(Problem.SENDER_OTHER, "runner `runner-1` has signed", "in the name of `runner-2`");
        await().atMost(PATIENCE).until(() -> messages.refused() == 2);
        assertThat(slots(OTHER)).isEqualTo(before);
    }

    @Test
    void artifactOfAnothersJobIsNotTaken() {
        assertThat(problemOf(() -> rig.master
                        .receiveArtifact()
                        .receive(
                                theirs.job(),
                                own.uploadToken(),
                                new ArtifactUpload(0, "out.txt", "out.txt"),
                                new ByteArrayInputStream(new byte[1]))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);

        log.awaitLine(
                Problem.CREDENTIALS_WRONG, "upload token of " + own.attempt(), "`runner-1`", "job " + theirs.job());
        assertThat(rig.view(theirs.job()).artifacts()).isEmpty();
    }

    @Test
    void cacheOfAnothersJobIsNeitherGivenNorTaken() {
        assertThat(problemOf(() -> rig.master.jobCaches().find(theirs.job(), own.uploadToken(), "kept")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> rig.master
                        .jobCaches()
                        .save(theirs.job(), own.uploadToken(), "kept", new ByteArrayInputStream(new byte[1]))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);

        log.awaitLine(
                Problem.CREDENTIALS_WRONG,
                "upload token of " + own.attempt(),
                "`runner-1`",
                "cache of job " + theirs.job());
    }

    @Test
    void cacheOfAnotherOwnerIsNotGivenByTheOwnJobsToken() {
        assertThat(problemOf(() -> rig.master.jobCaches().find(own.attempt().job(), own.uploadToken(), "../1/kept")))
                .isEqualTo(Problem.CACHE_UNKNOWN);
    }

    @Test
    void tokenOfTheOwnJobReadsNothingOfAnotherOwner() {
        String token = own.token().text();
        Caller job = rig.within(() -> rig.master.tokens().caller(token));

        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> rig.within(() -> rig.master.jobs().find(job, theirs.job())),
                () -> rig.within(() -> rig.master.logs().read(job, theirs.job(), 0, LogName.SETUP, 0, 100)),
                () -> rig.master.findArtifact().find(job, theirs.job(), 1, "attachment"))) {
            assertThat(problemOf(read)).isEqualTo(Problem.JOB_UNKNOWN);
        }
        String uuid = rig.within(() -> rig.master.secrets().list(Caller.loggedIn(userOf("mira"), "mira", false)))
                .get(0)
                .uuid()
                .toString();
        assertThat(problemOf(() -> rig.within(() -> rig.master.secrets().find(job, uuid))))
                .isEqualTo(Problem.NO_SUCH_SECRET);
        assertThat(rig.within(() -> rig.master.secrets().list(job)).toString()).doesNotContain(CONTENT);
    }

    /** What the API does for each call that it refuses. */
    @Test
    void whatIsRefusedToTheTokenOfAJobIsLoggedWithItsRunner() {
        String token = own.token().text();
        rig.transaction.separate(() -> rig.master
                .refusedCalls()
                .ofJob(token, new ProblemException(Problem.JOB_UNKNOWN, "Looking for job 7: no such job")));

        log.awaitLine(Problem.JOB_UNKNOWN, "the token of " + own.attempt(), "`runner-1`");
        assertThat(log.lines()).noneMatch(line -> line.contains(token));
    }

    @Test
    void secondRunnerIsNotEnrolledWithTheTokenOfTheFirst() {
        String token = rig.within(
                        () -> rig.master.enrolments().tokens().issue(rig.admin, STOLEN, EnrolmentTokens.LIFETIME))
                .token()
                .text();
        enrol(token, STOLEN);

        assertThat(problemOf(() -> enrol(token, new RunnerName("evil")))).isEqualTo(Problem.ENROLMENT_TOKEN_USED);
        log.awaitLine(Problem.ENROLMENT_TOKEN_USED, "`evil`", "used by runner `runner-1`");
    }

    @Test
    void secondRunnerIsNotEnrolledWithTheTokensOfTheJobNorTheRunnersName() {
        assertThat(problemOf(() -> enrol(own.token().text(), new RunnerName("evil"))))
                .isEqualTo(Problem.ENROLMENT_TOKEN_WRONG);
        assertThat(problemOf(() -> enrol(own.uploadToken(), OTHER))).isEqualTo(Problem.ENROLMENT_TOKEN_WRONG);

        log.awaitLine(Problem.ENROLMENT_TOKEN_WRONG, "`evil`");
        log.awaitLine(Problem.ENROLMENT_TOKEN_WRONG, "`runner-2`");
        assertThat(rig.within(() -> rig.master.enrolments().runners().list(rig.admin)))
                .extracting(runner -> runner.name())
                .containsExactly(STOLEN, OTHER);
    }

    @Test
    void tokenOfTheOwnJobMakesNoTokenToEnrolWith() {
        Caller job = rig.within(() -> rig.master.tokens().caller(own.token().text()));

        assertThat(problemOf(() -> rig.within(() ->
                        rig.master.enrolments().tokens().issue(job, new RunnerName("evil"), EnrolmentTokens.LIFETIME))))
                .isEqualTo(Problem.NOT_PERMITTED);
    }

    private long userOf(String name) {
        return rig.within(() -> rig.stores.users().find(name).orElseThrow().id());
    }

    private void enrol(String token, RunnerName runner) {
        rig.within(() -> rig.master.enrolments().enrolment().enrol(token, runner, keys.publicHalves()));
    }

    private int slots(RunnerName runner) {
        return rig.within(() -> rig.stores.runners().list()).stream()
                .filter(row -> row.name().equals(runner))
                .findFirst()
                .orElseThrow()
                .slots();
    }

    private static RunnerAlive alive(
            RunnerName runner, int slots, List<HeldCheckpoint> checkpoints, List<StandingGuest> standing) {
        return new RunnerAlive(
                runner,
                Instant.now(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                slots,
                List.of(),
                checkpoints,
                standing,
                "evil.example.org:22",
                "");
    }

    private static AttemptEnded ended(RunnerName runner, AttemptRef attempt) {
        return new AttemptEnded(runner, Instant.now(), attempt, new Outcome.Succeeded(), AttemptAccount.NONE);
    }

    /** With the stolen keys, as the runner itself would. */
    private void say(RunnerEvent event) {
        redis.events(STOLEN, "thief", new EventSigner(STOLEN.value(), keys.signing()))
                .publish(event);
    }

    private static Problem problemOf(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused).as("the refusal").isNotNull();
        return refused.problem();
    }

    private RStream<String, String> stream(String key) {
        return thief.getStream(key, StringCodec.INSTANCE);
    }

    private List<Map<String, String>> entries(String key) {
        return List.copyOf(stream(key)
                .range(StreamRangeArgs.startId(StreamMessageId.MIN).endId(StreamMessageId.MAX))
                .values());
    }
}
