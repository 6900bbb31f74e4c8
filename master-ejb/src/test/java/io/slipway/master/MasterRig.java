// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.TestParties;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Messages;
import io.slipway.master.query.JobView;
import io.slipway.master.store.Database;
import io.slipway.master.store.EnrolmentStore.BroughtKeys;
import io.slipway.master.store.NewJob;
import io.slipway.master.store.Stores;
import io.slipway.master.store.UserStore.NewUser;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.message.Beat;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.WorkOrder;
import io.slipway.pace.SettableClock;
import io.slipway.settings.Settings;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A whole master on a real PostgreSQL, with a clock that stands until it is moved and no thread of its own. One at a time: each
 * finds the database empty.
 */
final class MasterRig {
    static final RunnerName RUNNER = new RunnerName("runner-1");
    static final OfferedImage DEBIAN =
            new OfferedImage(new ImageName("debian/bookworm"), new Arch("amd64"), List.of(new Arch("amd64")));
    /** The keys of the master and of every runner. */
    static final TestParties PARTIES = TestParties.make();

    static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - build: make
              - check: make check
            """;

    private static final AtomicLong BEATS = new AtomicLong();

    final TestTransaction transaction = TestServers.emptyDatabase();
    final Database database = new Database(transaction.entityManager());
    final Stores stores = Stores.of(database);
    final SettableClock clock = new SettableClock();
    final FakeMessages messages = new FakeMessages();
    final Keyring keyring = new Keyring(stores.enrolments(), transaction, clock);
    final Path folder;
    private final Map<String, String> values = new HashMap<>();
    final MasterSettings settings;
    final Master master;
    final Caller admin;
    private final Set<RunnerName> enrolled = new HashSet<>();

    MasterRig() {
        this(Map.of());
    }

    MasterRig(Map<String, String> extraSettings) {
        this(extraSettings, null);
    }

    MasterRig(Map<String, String> extraSettings, Messages otherMessages) {
        folder = temporaryFolder();
        values.putAll(Map.of(
                "admin.password",
                "correct horse",
                "password.iterations",
                "1000",
                "secrets.key",
                folder.resolve("secrets.json").toString(),
                "logs.folder",
                folder.resolve("logs").toString(),
                "artifacts.folder",
                folder.resolve("artifacts").toString(),
                "webhook.key",
                folder.resolve("webhook.key").toString(),
                "caches.folder",
                folder.resolve("caches").toString()));
        values.put("webhook.networks", "127.0.0.0/8");
        values.putAll(extraSettings);
        settings = MasterSettings.from(Settings.of(values));
        master = new Master(settings, database, transaction, otherMessages == null ? messages : otherMessages, clock);
        master.keys().opening().look();
        transaction.separate(() -> master.users().makeAdministrator());
        admin = master.users().enter("admin", "correct horse").caller();
    }

    /** Another master on the same database, which was set up otherwise. */
    Master other(Map<String, String> changed) {
        Map<String, String> others = new HashMap<>(values);
        others.putAll(changed);
        return new Master(MasterSettings.from(Settings.of(others)), database, transaction, messages, clock);
    }

    /** Logs in as a program does. */
    Caller login(String name, String password) {
        return master.doors().logIn().login(name, password, "", new ClientNetwork("192.0.2.1"));
    }

    /** Makes another account. */
    Caller user(String name) {
        long id = within(() -> stores.users()
                .insert(NewUser.withPassword(name, "pbkdf2-sha256$1$AA$AA", "user"), clock.instant())
                .orElseThrow()
                .id());
        return Caller.loggedIn(id, name, false);
    }

    /** Stores a job of two tasks, {@code build} and {@code check}, queued. */
    JobId queue(Caller owner) {
        return queue(owner, 0, "debian/bookworm", "default");
    }

    JobId queue(Caller owner, int priority, String image, String arch) {
        List<TaskName> tasks = List.of(new TaskName("build"), new TaskName("check"));
        NewJob job = new NewJob(
                owner.userId(),
                Visibility.UNLISTED,
                "",
                List.of("one", "two"),
                new ImageName(image),
                new Arch(arch),
                MANIFEST,
                tasks,
                priority,
                true);
        return within(() -> stores.jobs().insert(job, clock.instant()));
    }

    /** Queues a job, makes the runner known with one slot, and hands the job over. */
    WorkOrder handedOver() {
        queue(admin);
        beat(1);
        handOver();
        return newestOrder();
    }

    WorkOrder newestOrder() {
        List<WorkOrder> orders = messages.sent(WorkOrder.class);
        return orders.get(orders.size() - 1);
    }

    <T> T within(Supplier<T> work) {
        return transaction.separate(work);
    }

    JobId submit(Caller caller) {
        return submit(caller, MANIFEST);
    }

    JobId submit(Caller caller, String manifest) {
        return submit(caller, new Submission(manifest, "", List.of(), true, Visibility.UNLISTED))
                .job()
                .id();
    }

    Submitted submit(Caller caller, Submission submission) {
        return within(() -> master.submit().submit(caller, submission));
    }

    JobView view(JobId job) {
        return within(() -> master.jobs().find(admin, job));
    }

    JobStatus status(JobId job) {
        return view(job).status();
    }

    /** Of whatever runner: each is greater than the one before. */
    static Beat nextBeat() {
        return new Beat(1, BEATS.incrementAndGet());
    }

    /** A heartbeat of {@link #RUNNER}. */
    void beat(int slots, AttemptRef... running) {
        beat(RUNNER, slots, running);
    }

    void beat(RunnerName runner, int slots, AttemptRef... running) {
        apply(new RunnerAlive(
                runner,
                clock.instant(),
                MasterRig.nextBeat(),
                List.of(DEBIAN),
                Set.of(),
                slots,
                List.of(running),
                List.of(),
                List.of(),
                "",
                ""));
    }

    /** Applies events, as if each had come in a good envelope; runners that were not mentioned before are enrolled. */
    void apply(RunnerEvent... events) {
        for (RunnerEvent event : events) {
            enrol(event.runner());
        }
        master.applyEvents().apply(List.of(events));
    }

    /** Enrols a runner, the first time. */
    void enrol(RunnerName runner) {
        if (enrolled.add(runner)) {
            PublicKeys keys = PARTIES.runner(runner.value()).publicHalves();
            within(() -> stores.enrolments()
                    .enrol(
                            runner,
                            new BroughtKeys(
                                    keys.verifying().text(), keys.sealing().text(), ""),
                            true,
                            clock.instant()));
        }
    }

    void handOver() {
        master.dispatch().handOver();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "rigs")), "rig")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
