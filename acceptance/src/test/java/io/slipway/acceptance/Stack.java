// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The stack that the tests of this module share: PostgreSQL, Redis, master and runner, started by {@code ./slipway up} in a folder
 * below {@code target} and ended by {@code ./slipway down}.
 */
public final class Stack implements AutoCloseable {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_MINUTES = 15;

    private final Path home = Path.of("target/stack").toAbsolutePath();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final int mailPort = freePort();
    private final Path more = Path.of("target/stack-more.properties").toAbsolutePath();
    private final int providerPort = freePort();

    /** Begins with an empty folder, whatever an earlier run has left there. */
    Stack() {
        write(more, usual());
        slipway("down");
        delete(home);
        slipway("up");
    }

    private String usual() {
        return """
                openid.issuer = http://127.0.0.1:%d/people
                openid.client-id = slipway
                openid.client-secret = known to both
                openid.name = Example ID
                openid.create-accounts = true
                """.formatted(providerPort);
    }

    /** Starts the master again with more settings than it usually has; the others of the stack go on. */
    public void restartMaster(String settings) {
        write(more, usual() + settings);
        kill("master");
        slipway("up");
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the master expects its OpenID provider, with an issuer of the path {@code /people}; nobody is there unless a test is. */
    public int providerPort() {
        return providerPort;
    }

    private static void delete(Path folder) {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The stack's own folder. */
    Path home() {
        return home;
    }

    /** Where console and API answer. */
    public URI origin() {
        return URI.create("http://127.0.0.1:" + port("http"));
    }

    private String port(String part) {
        return lines(home.resolve("ports")).stream()
                .filter(line -> line.startsWith(part + " "))
                .map(line -> line.substring(part.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** Where the master hands e-mails to, once a test has a mail server there. */
    public int mailPort() {
        return mailPort;
    }

    /** The password of the user {@code admin}. */
    public String password() {
        return lines(home.resolve("secret/admin.password")).get(0);
    }

    /** A password of the stack's own. */
    String secret(String name) {
        return lines(home.resolve("secret").resolve(name)).get(0);
    }

    /** The API as a user, with exactly these scopes. */
    public Api as(String user, String... scopes) {
        return new Api(origin(), token(user, scopes));
    }

    /** The original's command-line client, as a user, with exactly these scopes. */
    KnownClient knownClient(String user, String... scopes) {
        return new KnownClient(origin(), token(user, scopes));
    }

    /** Makes an account that can only be used by tokens; nothing when it is there. */
    void user(String name) {
        as("admin", "PROFILE:RW").post("/api/users", "{\"name\": \"%s\"}".formatted(name));
    }

    /** A token of a user with exactly these scopes. */
    String token(String user, String... scopes) {
        return tokens.computeIfAbsent(user + String.join(" ", scopes), key -> issue(user, scopes));
    }

    /** The port that a part listens on. */
    int portOf(String part) {
        return Integer.parseInt(port(part));
    }

    private String issue(String user, String... scopes) {
        List<String> words = new ArrayList<>(List.of("token", user));
        words.addAll(List.of(scopes));
        return slipway(words.toArray(String[]::new)).strip();
    }

    /** The API as the administrator. */
    public Api admin() {
        return as("admin", "JOBS:RW", "LOGS:RO");
    }

    /** A manifest of the folder {@code contrib}. */
    public static String contrib(String name) {
        return String.join("\n", lines(CHECKOUT.resolve("contrib").resolve(name))) + "\n";
    }

    /** Runs a verb to its end; gives what it printed on standard output. */
    public String slipway(String... words) {
        List<String> command =
                new ArrayList<>(List.of(CHECKOUT.resolve("slipway").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(CHECKOUT.toFile());
        builder.environment().put("SLIPWAY_HOME", home.toString());
        builder.environment().put("SLIPWAY_MAIL", "127.0.0.1:" + mailPort);
        builder.environment().put("SLIPWAY_MASTER_MORE", more.toString());
        // A job's token is tried from its guest.
        builder.environment().put("SLIPWAY_HOST_ACCESS", "yes");
        // Tasks of tests are too short to be worth one.
        builder.environment().put("SLIPWAY_CHECKPOINT_PERCENT", "100");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("`slipway %s` ended with exit code %d: see `%s/log`: %s"
                        .formatted(String.join(" ", words), process.exitValue(), home, said));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills a part (-9); what it has started itself stays. {@code slipway("up")} starts it again. */
    public void kill(String part) {
        long pid = Long.parseLong(
                lines(home.resolve("run/" + part + ".pid")).get(0).split(" ")[0]);
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        slipway("down");
    }
}
