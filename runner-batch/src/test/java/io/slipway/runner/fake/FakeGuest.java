// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.guest.CachedFolders.Packed;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestPath;
import io.slipway.runner.guest.GuestTerminal;
import io.slipway.runner.guest.HomeSettings;
import io.slipway.runner.guest.Matches;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guest without a machine. Its image says how it starts: {@code fake}, {@code fake/refuses} (does not boot), {@code
 * fake/silent} (boots and never answers). Its tasks are {@link FakeScript}s; a package, repository or source whose name has
 * {@code nosuch} in it cannot be had. What it is, is its files: a checkpoint is a copy of them, in its run folder.
 */
final class FakeGuest implements Guest {
    private static final int NOT_FOUND = 100;
    private static final Pattern TASK = Pattern.compile(
            "\\./(?<script>\\S*?(?<task>[^\\s/]+))( && if test -s (?<asked>\\S+); then : >(?<told>\\S+); exit (?<code>\\d+); fi)?");

    private volatile AttemptRef attempt;
    private final String image;
    private final FakeRunFolder folder;
    private final Set<FakeRunFolder> standing;
    private final Map<String, byte[]> files = new HashMap<>();
    private final FakeCaches caches = new FakeCaches(files);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private boolean closed;

    /** @param standing the guests that were booted and not thrown away */
    FakeGuest(AttemptRef attempt, String image, FakeRunFolder folder, Set<FakeRunFolder> standing) {
        this.attempt = attempt;
        this.image = image;
        this.folder = folder;
        this.standing = standing;
    }

    /** Whom it serves. */
    AttemptRef attempt() {
        return attempt;
    }

    @Override
    public void serve(AttemptRef next) {
        attempt = next;
    }

    @Override
    public synchronized void boot(OutputStream log) {
        if (image.endsWith("/refuses")) {
            throw new ProblemException(Problem.GUEST_NOT_STARTED, "Booting image `%s`: it refuses".formatted(image));
        }
        if (!closed) {
            folder.make();
            standing.add(folder);
        }
    }

    @Override
    public void await() {
        if (image.endsWith("/silent")) {
            sleep(TimeUnit.HOURS.toMillis(1));
        }
    }

    /** Returns after a while, or at once with an exception when the guest is interrupted. */
    void sleep(long millis) {
        try {
            if (interrupted.await(millis, TimeUnit.MILLISECONDS)) {
                throw new ProblemException(Problem.RUNNER_STOPPED, "The guest was ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.RUNNER_STOPPED, "The guest was ended", e);
        }
    }

    byte[] read(String path) {
        return files.getOrDefault(path, new byte[0]);
    }

    void write(String path, byte[] content) {
        files.put(path, content);
    }

    @Override
    public boolean checkpoint(int number) {
        folder.write(number, files);
        return true;
    }

    @Override
    public OptionalInt keep(Path to) {
        OptionalInt number = folder.keep(to);
        if (number.isPresent()) {
            close();
        }
        return number;
    }

    @Override
    public HomeSettings home() {
        return HomeSettings.DEFAULT;
    }

    @Override
    public void send(List<GuestFile> sent) {
        sent.forEach(file -> write(file.path(), file.content()));
    }

    @Override
    public int addRepository(String name, String source, OutputStream log) {
        return had(source, log);
    }

    @Override
    public int install(List<String> packages, OutputStream log) {
        return had(String.join(" ", packages), log);
    }

    private static int had(String wanted, OutputStream log) {
        try {
            log.write((wanted + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, e.toString(), e);
        }
        return wanted.contains("nosuch") ? NOT_FOUND : 0;
    }

    @Override
    public int run(String command, boolean terminal, OutputStream log) {
        if (command.startsWith("test -e ")) {
            return files.containsKey(command.substring("test -e ".length())) ? 0 : 1;
        }
        if (command.startsWith("./")) {
            return runTask(command, log);
        }
        return had(command, log);
    }

    /** A script, and behind it the question whether it called {@code complete-build}, as a shell would read the two. */
    private int runTask(String command, OutputStream log) {
        Matcher words = TASK.matcher(command);
        if (!words.matches()) {
            throw new IllegalArgumentException("a fake guest does not understand `%s`".formatted(command));
        }
        String script = new String(files.get(words.group("script")), StandardCharsets.UTF_8);
        int code = new FakeScript(this, words.group("task"), log)
                .run(script.substring(HomeSettings.DEFAULT.preamble().length()));
        if (code == 0 && words.group("asked") != null && files.containsKey(words.group("asked"))) {
            write(words.group("told"), new byte[0]);
            return Integer.parseInt(words.group("code"));
        }
        return code;
    }

    @Override
    public List<Matches> find(List<String> entries, int most) {
        return entries.stream().map(entry -> FakeFind.in(files, entry, most)).toList();
    }

    @Override
    public void fetch(GuestPath path, long limit, Path to) throws IOException {
        byte[] content = path.folder() ? FakeFind.listing(files, path.path()) : files.get(path.path());
        if (content.length > limit) {
            throw new ProblemException(
                    Problem.ARTIFACT_TOO_LARGE,
                    "Keeping artifact `%s`: it has %d bytes; at most %d bytes are allowed"
                            .formatted(path.path(), content.length, limit));
        }
        Files.write(to, content);
    }

    @Override
    public Packed pack(CachedFolders cache, long limit, Path to) throws IOException {
        return caches.pack(cache, limit, to);
    }

    @Override
    public void unpack(CachedFolders cache, Path archive) throws IOException {
        caches.unpack(cache, archive);
    }

    @Override
    public GuestTerminal open(GuestTerminal.Request request) {
        return new FakeTerminal(this, request);
    }

    @Override
    public void interrupt() {
        interrupted.countDown();
    }

    @Override
    public synchronized void close() {
        closed = true;
        folder.remove();
        standing.remove(folder);
    }
}
