// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The command line of the client: {@code await URL SECONDS PID LOG}, {@code health URL},
 * {@code token ORIGIN ADMIN PASSWORD-FILE USER NAME LIFETIME GRANT…}, {@code enrolment-token ORIGIN ADMIN PASSWORD-FILE RUNNER},
 * {@code acl ORIGIN ADMIN PASSWORD-FILE}, {@code job ORIGIN TOKEN-FILE MANIFEST DOWNLOADS}.
 *
 * <p>Exit codes: 0 done; 1 no, or the job did not succeed; 2 the master could not be asked or refused; 64 wrong use.
 */
public final class Client {
    private final PrintStream out;
    private final PrintStream err;

    Client(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Client(out, err).run(Arrays.asList(arguments)));
    }

    int run(List<String> words) throws InterruptedException {
        try {
            return switch (words.isEmpty() ? "" : words.get(0)) {
                case "await" -> await(words.subList(1, words.size()));
                case "health" -> new Liveness().answers(URI.create(words.get(1))) ? 0 : 1;
                case "token" -> token(words.subList(1, words.size()));
                case "enrolment-token" -> enrolmentToken(words.subList(1, words.size()));
                case "acl" -> acl(words.subList(1, words.size()));
                case "job" -> job(words.subList(1, words.size()));
                default -> wrongUse("there is no command `%s`".formatted(String.join(" ", words)));
            };
        } catch (ApiException | IOException e) {
            err.println("slipway: " + e.getMessage());
            return 2;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return wrongUse(e.getMessage());
        }
    }

    private static int await(List<String> words) throws InterruptedException {
        long pid = Long.parseLong(words.get(2));
        Path log = Path.of(words.get(3));
        Duration most = Duration.ofSeconds(Long.parseLong(words.get(1)));
        return new Liveness().await(URI.create(words.get(0)), most, () -> Liveness.hasGivenUp(pid, log)) ? 0 : 1;
    }

    private int token(List<String> words) throws ApiException, IOException, InterruptedException {
        out.println(issue(words.subList(0, 3), words.subList(3, words.size())));
        return 0;
    }

    /** With an access token that is good for this alone. */
    private int enrolmentToken(List<String> words) throws ApiException, IOException, InterruptedException {
        String token =
                issue(words.subList(0, 3), List.of(words.get(1), "enrolment of " + words.get(3), "1m", "JOBS:RW"));
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        wanted.put("runner", words.get(3));
        JsonNode issued = Api.withToken(URI.create(words.get(0)), token).post("/api/runners/tokens", wanted);
        out.println(issued.path("token").asText());
        return 0;
    }

    private int acl(List<String> words) throws ApiException, IOException, InterruptedException {
        String token = issue(words.subList(0, 3), List.of(words.get(1), "users of Redis", "1m", "JOBS:RO"));
        out.print(Api.withToken(URI.create(words.get(0)), token).text("/api/runners/acl"));
        return 0;
    }

    /** @param login origin, user, password file @param wanted user, name, lifetime, grants */
    private static String issue(List<String> login, List<String> wanted)
            throws ApiException, IOException, InterruptedException {
        Api api = Api.withPassword(URI.create(login.get(0)), login.get(1), firstLine(login.get(2)));
        ObjectNode token = JsonNodeFactory.instance.objectNode();
        token.put("user", wanted.get(0)).put("name", wanted.get(1)).put("lifetime", wanted.get(2));
        wanted.subList(3, wanted.size()).forEach(token.putArray("grants")::add);
        return api.post("/api/tokens", token).path("token").asText();
    }

    private int job(List<String> words) throws ApiException, IOException, InterruptedException {
        Api api = Api.withToken(URI.create(words.get(0)), firstLine(words.get(1)));
        Path manifest = Path.of(words.get(2));
        JobRun run = new JobRun(api, out, Clock.systemUTC());
        String note = "demo: " + manifest.getFileName();
        return run.run(Files.readString(manifest), note, Path.of(words.get(3))) ? 0 : 1;
    }

    private int wrongUse(String sentence) {
        err.println("slipway client: " + sentence);
        return 64;
    }

    private static String firstLine(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).get(0).strip();
    }
}
