// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.batch.BatchExecution;
import io.slipway.envelope.TestParties;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.KeepLimits;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage;
import io.slipway.message.StandingGuest;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisUser;
import io.slipway.message.redis.TestRedis;
import io.slipway.runner.Runner;
import io.slipway.runner.RunnerSettings;
import io.slipway.runner.batch.RepositoryFile;
import io.slipway.runner.enrol.Identity;
import io.slipway.runner.enrol.Masters;
import io.slipway.settings.Settings;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcConnectionPool;

/** A whole runner, with fake guests unless a test brings others, a real Redis and a real job repository; the test is its master. */
public final class RunnerRig implements AutoCloseable {
    private static final RunnerName NAME = new RunnerName("rig");
    private static final String PASSWORD = "of the rig's runner at Redis";
    /** What the orders say that may be kept. */
    public static final KeepLimits LIMITS = new KeepLimits(8, 1L << 31, 2000);

    private final Path folder;
    private final Map<String, String> guests;
    private final TestRedis redis = TestRedis.startWith(RedisUser.runner(NAME, RedisUser.hash(PASSWORD)));
    private final RedisConnection connection = RedisConnection.open(redis.settings());
    private final TestParties parties = TestParties.make();
    private final MessageStream<RunnerMessage> inbox = connection.inbox(NAME, parties.inbox(NAME.value()));
    private final FakeStore store = new FakeStore();
    private final RigOrders orders = new RigOrders(store);
    private final List<RunnerEvent> events = new CopyOnWriteArrayList<>();
    private final Thread listener = new Thread(this::listen, "rig-events");
    private volatile boolean closed;
    private volatile boolean killed;
    private volatile RedisConnection runnersOwn;
    private JdbcConnectionPool repository;
    private Runner runner;

    /** With fake guests. @param folder of the test's own */
    public RunnerRig(Path folder) {
        this(folder, Map.of("guest.kind", "fake", "slots", "4"));
        for (String image : List.of("fake", "fake/refuses", "fake/silent")) {
            offer(folder.resolve("images").resolve(image));
        }
    }

    private RunnerRig(Path folder, Map<String, String> guests) {
        this.folder = folder;
        this.guests = guests;
        listener.start();
    }

    /** With guests of another kind; not started. @param guests settings of the runner; its images are in {@code folder/images} */
    public static RunnerRig of(Path folder, Map<String, String> guests) {
        return new RunnerRig(folder, guests);
    }

    private static void offer(Path image) {
        try {
            Files.createDirectories(image.resolve("x86_64"));
            Files.writeString(image.resolve("functions"), "default_arch=x86_64\n");
            Files.writeString(image.resolve("x86_64/root.img.qcow2"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the runner; again after {@link #kill}, on the same state. @return this */
    public RunnerRig start() {
        return start(Map.of());
    }

    /** Starts the runner with more settings, or others. @return this */
    public RunnerRig start(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "name",
                NAME.value(),
                "heartbeat",
                "1s",
                "drain",
                "0s",
                "standby.time",
                "0s",
                "state.folder",
                folder.resolve("state").toString(),
                "logs.folder",
                folder.resolve("logs").toString(),
                "log.limit",
                "1000000",
                "images.folder",
                folder.resolve("images").toString()));
        keys.putAll(guests);
        keys.putAll(more);
        RunnerSettings settings = RunnerSettings.from(Settings.of(keys));
        killed = false;
        // As what runners are allowed there, and nothing else.
        runnersOwn = RedisConnection.open(redis.settings().as(RedisUser.nameOf(NAME), PASSWORD));
        repository = RepositoryFile.open(folder.resolve("state"));
        Identity identity = new Identity(
                NAME,
                parties.runner(NAME.value()),
                new Masters(parties.master().publicHalf(), parties.opening().newest(), 1));
        runner = new Runner(
                settings,
                runnersOwn.inbox(NAME, identity.inbox()),
                runnersOwn.events(NAME, NAME.value(), identity.events()),
                repository,
                this::thread);
        try {
            runner.start();
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        return this;
    }

    /** What a runner that was killed stumbles over is no failure of the test that runs by then. */
    private Thread thread(Runnable work) {
        RedisConnection own = runnersOwn;
        Thread thread = new Thread(work, "rig-runner");
        thread.setUncaughtExceptionHandler((failed, cause) -> {
            if (own == runnersOwn && !killed) {
                failed.getThreadGroup().uncaughtException(failed, cause);
            }
        });
        return thread;
    }

    /** A connection to the runner's batch job repository. */
    public Connection openRepository() throws SQLException {
        return repository.getConnection();
    }

    /** Ends the runner as the end of its process would: it tells nobody, and what it held stays as it is. */
    public void kill() {
        killed = true;
        runnersOwn.close();
        repository.dispose();
    }

    /** Stops the runner in good order. */
    public void stop() {
        runner.close();
        kill();
    }

    /** Sends the order of a new job. */
    public AttemptRef order(String manifest, Duration timeLimit) {
        WorkOrder order = newOrder(manifest, timeLimit);
        inbox.publish(order);
        return order.attempt();
    }

    /** Sends the order of a new job whose owner has an ssh key. */
    public AttemptRef orderFor(String sshKey, String manifest, Duration timeLimit) {
        WorkOrder order = orders.begin(manifest, timeLimit, List.of(sshKey));
        inbox.publish(order);
        return order.attempt();
    }

    /** The order of a new job, not sent. */
    public WorkOrder newOrder(String manifest, Duration timeLimit) {
        return orders.begin(manifest, timeLimit, List.of());
    }

    /** Orders another attempt at a job, in the guest of the last one. @return the new attempt */
    public AttemptRef restart(String manifest, Duration timeLimit, Restart restart) {
        return another(restart.from(), manifest, timeLimit, restart);
    }

    /** The order of another attempt at a job, in the guest of the last one, not sent. */
    public WorkOrder newRestart(String manifest, Duration timeLimit, Restart restart) {
        return orders.again(restart.from(), manifest, timeLimit, restart);
    }

    /** Orders another attempt at a job, in a guest of its own. @return the new attempt */
    public AttemptRef again(AttemptRef last, String manifest, Duration timeLimit) {
        return another(last, manifest, timeLimit, null);
    }

    private AttemptRef another(AttemptRef last, String manifest, Duration timeLimit, Restart restart) {
        WorkOrder order = orders.again(last, manifest, timeLimit, restart);
        send(order);
        return order.attempt();
    }

    /** The checkpoints that the runner said last that it keeps. */
    public List<HeldCheckpoint> checkpoints() {
        List<HeldCheckpoint> newest = List.of();
        for (RunnerEvent event : events) {
            if (event instanceof RunnerAlive alive) {
                newest = alive.checkpoints();
            }
        }
        return newest;
    }

    /** The checkpoint of an attempt, if the runner said last that it keeps it. */
    public Optional<HeldCheckpoint> checkpoint(AttemptRef attempt) {
        return checkpoints().stream()
                .filter(kept -> kept.attempt().equals(attempt))
                .findFirst();
    }

    /** Waits until an attempt has ended. */
    public Outcome awaitEnd(AttemptRef attempt) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> events(attempt).stream()
                                .filter(AttemptEnded.class::isInstance)
                                .map(event -> ((AttemptEnded) event).outcome())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** What the runner said about an attempt, of one kind, in order. */
    public <T extends AttemptEvent> List<T> told(AttemptRef attempt, Class<T> kind) {
        return events(attempt).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The newest event of a kind; null when there is none. */
    public <T extends RunnerEvent> T newest(Class<T> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** Waits until something was written to a log. */
    public void awaitLog(AttemptRef attempt, LogName log) {
        Awaitility.await()
                .until(() -> told(attempt, LogAppended.class).stream()
                        .anyMatch(part -> part.log().equals(log)));
    }

    /** The job instances of the executions that have ended since the rig began, as they were told. */
    public List<Long> instances() {
        return events.stream()
                .filter(ExecutionMoved.class::isInstance)
                .map(event -> ((ExecutionMoved) event).execution())
                .filter(execution -> !execution.status().isRunning())
                .map(BatchExecution::instance)
                .toList();
    }

    /** The ssh keys that people have logged in with, as they were told. */
    public List<SshKeyUsed> keysUsed() {
        return events.stream()
                .filter(SshKeyUsed.class::isInstance)
                .map(SshKeyUsed.class::cast)
                .toList();
    }

    /** The orders that the runner holds. */
    public List<Path> orderFiles() {
        try (Stream<Path> files = Files.list(folder.resolve("state/orders"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the runner told of a log. @param task empty for the set-up log */
    public String log(AttemptRef attempt, String task) {
        return new Told(events(attempt)).text(task.isEmpty() ? LogName.SETUP : LogName.of(new TaskName(task)));
    }

    /** How many attempts run. */
    public int running() {
        return runner.running();
    }

    /** The guests that the runner said last that stand by. */
    public List<StandingGuest> standing() {
        return heartbeat().map(RunnerAlive::standing).orElse(List.of());
    }

    /** The newest. */
    public Optional<RunnerAlive> heartbeat() {
        return events.stream()
                .filter(RunnerAlive.class::isInstance)
                .map(RunnerAlive.class::cast)
                .reduce((older, newer) -> newer);
    }

    /** The tasks that an attempt began, in order. */
    public List<TaskName> begun(AttemptRef attempt) {
        return events(attempt).stream()
                .filter(TaskMoved.class::isInstance)
                .map(TaskMoved.class::cast)
                .filter(moved -> moved.status() == TaskStatus.RUNNING)
                .map(TaskMoved::task)
                .toList();
    }

    public void send(RunnerMessage message) {
        inbox.publish(message);
    }

    /** What the runner said about an attempt, in order. */
    public List<AttemptEvent> events(AttemptRef attempt) {
        return events.stream()
                .filter(AttemptEvent.class::isInstance)
                .map(AttemptEvent.class::cast)
                .filter(event -> event.attempt().equals(attempt))
                .toList();
    }

    public List<RunnerEvent> events() {
        return events;
    }

    public FakeStore store() {
        return store;
    }

    public TestRedis redis() {
        return redis;
    }

    private void listen() {
        MessageStream<RunnerEvent> stream =
                connection.events("master", () -> Set.of(NAME), parties.events(NAME.value()));
        while (!closed) {
            List<Received<RunnerEvent>> received = stream.receive(100, Duration.ofMillis(200));
            received.forEach(event -> events.add(event.message()));
            if (!received.isEmpty()) {
                stream.acknowledge(received);
            }
        }
    }

    @Override
    public void close() {
        stop();
        closed = true;
        join();
        connection.close();
        redis.close();
        store.close();
    }

    private void join() {
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
