// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.account.AboutUser;
import io.slipway.master.artifact.ArtifactSettings;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.artifact.FolderArtifactVault;
import io.slipway.master.graph.JobEntries;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.JobEntry.TaskEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.master.graph.ManyJobs;
import io.slipway.master.graph.Profile;
import io.slipway.master.log.LogFiles;
import io.slipway.master.log.LogSettings;
import io.slipway.master.store.Database;
import io.slipway.master.store.Stores;
import io.slipway.master.submit.Submission;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.WorkOrder;
import io.slipway.settings.Settings;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManyJobsTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final String MANIFEST = MasterRig.MANIFEST + "artifacts:\n  - a.tar\n  - b.tar\n";

    private final AtomicInteger statements = new AtomicInteger();
    private MasterRig rig;
    private Caller owner;
    private Caller stranger;
    private ManyJobs jobs;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        owner = rig.user("owner");
        stranger = rig.user("stranger");
        Settings folders = Settings.of(Map.of(
                "logs.folder", rig.folder.resolve("logs").toString(),
                "artifacts.folder", rig.folder.resolve("artifacts").toString()));
        jobs = new ManyJobs(
                Stores.of(new Database(counting(rig.transaction.entityManager()))),
                new FolderArtifactVault(ArtifactSettings.from(folders)),
                new LogFiles(LogSettings.from(folders)),
                rig.master.audit().seen());
    }

    @Test
    void ownerListsAllOfOnesJobsAndOthersThePublicOnes() {
        JobId hidden = submit(Visibility.PRIVATE);
        JobId shown = submit(Visibility.PUBLIC);
        JobId known = submit(Visibility.UNLISTED);
        rig.queue(stranger);

        assertThat(ids(list(owner, 0, 10))).containsExactly(known, shown, hidden);
        assertThat(ids(list(rig.admin, 0, 10))).containsExactly(known, shown, hidden);
        assertThat(ids(list(stranger, 0, 10))).containsExactly(shown);
        assertThat(problemOf(() -> list(Caller.ANONYMOUS, 0, 10))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void pagesOfPublicJobsFollowEachOther() {
        List<JobId> shown = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submit(Visibility.PRIVATE);
            shown.add(0, submit(Visibility.PUBLIC));
        }

        JobEntries first = list(stranger, 0, 3);
        JobEntries second = list(stranger, first.next(), 3);

        assertThat(ids(first)).isEqualTo(shown.subList(0, 3));
        assertThat(ids(second)).isEqualTo(shown.subList(3, 5));
        assertThat(second.next()).isZero();
    }

    @Test
    void ofPrivateJobsOthersGetNothingAtAll() throws IOException {
        JobId hidden = submit(Visibility.PRIVATE);
        run(hidden);
        List<JobId> both = List.of(hidden, new JobId(999));
        LogRef log = new LogRef(hidden, LogName.SETUP);

        assertThat(within(() -> jobs.find(stranger, both))).isEmpty();
        assertThat(within(() -> jobs.manifests(stranger, both))).isEmpty();
        assertThat(within(() -> jobs.artifacts(stranger, both))).isEmpty();
        assertThat(within(() -> jobs.tails(stranger, List.of(log)))).containsValue("");
        assertThat(within(() -> jobs.manifests(owner, both))).containsEntry(hidden, MANIFEST);
        assertThat(within(() -> jobs.artifacts(owner, both))).containsKey(hidden);
        assertThat(within(() -> jobs.tails(owner, List.of(log)))).containsEntry(log, "booted\n");
    }

    @Test
    void tokenWithoutTheGrantGetsNothing() {
        JobId job = submit(Visibility.PUBLIC);
        Caller profileOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("PROFILE:RW")));
        Caller jobsOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("JOBS:RW")));

        assertThat(problemOf(() -> within(() -> jobs.find(profileOnly, List.of(job)))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> within(() -> jobs.manifests(profileOnly, List.of(job)))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> within(() -> jobs.artifacts(profileOnly, List.of(job)))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> within(() -> jobs.tails(jobsOnly, List.of(new LogRef(job, LogName.SETUP))))))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void jobAndTasksSayWhereTheyStand() throws IOException {
        JobId job = submit(Visibility.UNLISTED);
        JobEntry waiting = entry(job);
        run(job);
        JobEntry running = entry(job);

        assertThat(waiting.hasLog()).isFalse();
        assertThat(waiting.runner()).isEmpty();
        assertThat(waiting.tasks())
                .noneMatch(TaskEntry::hasLog)
                .allMatch(task -> task.updated().equals(waiting.created()));
        assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(running.hasLog()).isTrue();
        assertThat(running.runner()).isEqualTo("runner-1");
        assertThat(running.tasks()).extracting(TaskEntry::hasLog).containsExactly(true, false);
        assertThat(running.tasks().get(0).updated()).isEqualTo(now());
        assertThat(running.tasks().get(0).id())
                .isPositive()
                .isNotEqualTo(running.tasks().get(1).id());
    }

    @Test
    void artifactWhoseBytesAreGoneIsSaidToBe() throws IOException {
        JobId job = submit(Visibility.UNLISTED);
        run(job);
        Files.delete(rig.folder.resolve("artifacts").resolve(job + "/1/b.tar"));

        var artifacts = within(() -> jobs.artifacts(owner, List.of(job))).get(job);

        assertThat(artifacts)
                .extracting(found -> found.artifact().path() + " " + found.present())
                .containsExactly("a.tar true", "b.tar false");
    }

    @Test
    void tailOfALogIsItsLast128KiB() throws IOException {
        JobId job = submit(Visibility.UNLISTED);
        WorkOrder order = run(job);
        byte[] part = "0123456789abcde".repeat(4000).getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < 180_000; offset += part.length) {
            rig.apply(new LogAppended(
                    MasterRig.RUNNER, rig.clock.instant(), order.attempt(), LogName.of(BUILD), offset, part));
        }
        LogRef log = new LogRef(job, LogName.of(BUILD));

        String tail = within(() -> jobs.tails(owner, List.of(log))).get(log);

        assertThat(tail)
                .hasSize(128 << 10)
                .isEqualTo("0123456789abcde".repeat(12_000).substring(180_000 - (128 << 10)));
    }

    @Test
    void statementsDoNotGrowWithTheJobs() throws IOException {
        List<JobId> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(submit(Visibility.UNLISTED));
        }
        run(all.get(0));
        List<LogRef> logs = all.stream()
                .flatMap(job -> List.of(new LogRef(job, LogName.SETUP), new LogRef(job, LogName.of(BUILD))).stream())
                .toList();

        assertThat(statementsOf(() -> jobs.of(owner, owner.userId(), 0, 25))).isEqualTo(2);
        assertThat(statementsOf(() -> jobs.find(owner, all))).isEqualTo(2);
        assertThat(statementsOf(() -> jobs.manifests(owner, all))).isEqualTo(2);
        assertThat(statementsOf(() -> jobs.artifacts(owner, all))).isEqualTo(2);
        assertThat(statementsOf(() -> jobs.tails(owner, logs))).isEqualTo(2);
    }

    @Test
    void cursorsHaveOneKeyWhoeverAsksFirst() {
        byte[] first = within(() -> rig.master.graph().cursorKey().bytes());
        byte[] second = within(() -> rig.master.graph().cursorKey().bytes());

        assertThat(second).isEqualTo(first).hasSize(32).isNotEqualTo(new byte[32]);
    }

    @Test
    void usersAreToldOfByNumberAndName() {
        var found = within(() -> rig.master.graph().profiles().find(stranger, List.of(owner.userId(), 999_999L)));
        Caller jobsOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("JOBS:RW")));

        assertThat(found).singleElement().satisfies(profile -> {
            assertThat(profile.canonicalName()).isEqualTo("~owner");
            assertThat(profile.created()).isEqualTo(now());
        });
        assertThat(within(() -> rig.master.graph().profiles().findByName(stranger, List.of("owner", "nobody"))))
                .containsExactly(found.get(0));
        assertThat(within(() -> rig.master.graph().profiles().find(Caller.ANONYMOUS, List.of(owner.userId()))))
                .isEmpty();
        assertThat(problemOf(() -> within(() -> rig.master.graph().profiles().findByName(jobsOnly, List.of("owner")))))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void profileIsToldToEverybodyAndTheAddressToItsOwnerAndAdministratorsAlone() {
        rig.clock.advance(Duration.ofMinutes(1));
        within(() -> rig.master
                .ownAccount()
                .describe(owner, new AboutUser("owner@example.org", "https://example.org/", "Hier", "I build.")));
        Caller webhook = new Caller(rig.admin.userId(), "admin", false, rig.admin.grants());
        Caller jobsOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("JOBS:RW")));

        assertThat(profile(stranger)).satisfies(told -> {
            assertThat(told.url()).isEqualTo("https://example.org/");
            assertThat(told.location()).isEqualTo("Hier");
            assertThat(told.bio()).isEqualTo("I build.");
            assertThat(told.updated()).isEqualTo(now()).isEqualTo(told.created().plus(Duration.ofMinutes(1)));
        });
        assertThat(Stream.of(owner, rig.admin))
                .allMatch(who -> profile(who).email().equals("owner@example.org"));
        assertThat(Stream.of(stranger, webhook, jobsOnly))
                .allMatch(who -> profile(who).email().isEmpty());
        assertThat(within(() -> rig.master.graph().profiles().findByName(owner, List.of("owner"))))
                .containsExactly(profile(owner));
    }

    private Profile profile(Caller caller) {
        return within(() -> rig.master.graph().profiles().find(caller, List.of(owner.userId())))
                .get(0);
    }

    private Instant now() {
        return rig.clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private JobId submit(Visibility visibility) {
        return rig.submit(owner, new Submission(MANIFEST, "", List.of(), true, visibility))
                .job()
                .id();
    }

    /** A runner has the job, has printed to the set-up log, runs the first task, and has handed in both artifacts. */
    private WorkOrder run(JobId job) throws IOException {
        rig.beat(1);
        rig.handOver();
        WorkOrder order = rig.newestOrder();
        assertThat(order.attempt().job()).isEqualTo(job);
        rig.clock.advance(Duration.ofSeconds(1));
        rig.apply(
                new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), order.attempt()),
                new LogAppended(
                        MasterRig.RUNNER,
                        rig.clock.instant(),
                        order.attempt(),
                        LogName.SETUP,
                        0,
                        "booted\n".getBytes(StandardCharsets.UTF_8)),
                new TaskMoved(MasterRig.RUNNER, now(), order.attempt(), BUILD, TaskStatus.RUNNING, -1));
        for (int index = 0; index < 2; index++) {
            String name = index == 0 ? "a.tar" : "b.tar";
            rig.master
                    .receiveArtifact()
                    .receive(
                            job,
                            order.uploadToken(),
                            new ArtifactUpload(index, name, name),
                            new ByteArrayInputStream(new byte[] {1}));
        }
        return order;
    }

    private JobEntry entry(JobId job) {
        return within(() -> jobs.find(owner, List.of(job))).get(0);
    }

    private JobEntries list(Caller caller, long start, int size) {
        return within(() -> jobs.of(caller, owner.userId(), start, size));
    }

    private <T> T within(Supplier<T> work) {
        return rig.within(work);
    }

    private int statementsOf(Supplier<?> work) {
        statements.set(0);
        within(work);
        return statements.get();
    }

    private static List<JobId> ids(JobEntries page) {
        return page.jobs().stream().map(JobEntry::id).toList();
    }

    /** Every statement is a named query or goes by the connection. */
    private EntityManager counting(EntityManager entities) {
        return (EntityManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createNamedQuery")
                            || method.getName().equals("unwrap")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return method.invoke(entities, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
