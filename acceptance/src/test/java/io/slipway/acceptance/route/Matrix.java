// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.acceptance.Api.Answer;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.route.Requests.Request;
import io.slipway.acceptance.route.RoutePage.Row;
import io.slipway.acceptance.route.Things.Thing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The people and the things of the matrix, on a stack that runs. */
final class Matrix implements AutoCloseable {
    private static final String SHOWS = "shows";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Person administrator;
    private final Person owner;
    private final Person other;
    private final Visitor nobody;
    private final Things things;
    private final Requests requests;
    private final String jobToken;

    Matrix(Stack stack) {
        String run = Long.toString(System.currentTimeMillis(), 36);
        administrator = new Person(stack.origin(), "admin", stack.password());
        owner = Person.made(stack.origin(), administrator, "owner-" + run);
        other = Person.made(stack.origin(), administrator, "other-" + run);
        nobody = new Visitor(stack.origin());
        things = new Things(owner, administrator);
        List.of(administrator, owner, other).forEach(Matrix::addSecrets);
        retireOldKeys();
        // One after the other: the runner of the tests may have one slot.
        things.known("private");
        Thing third = things.fresh("user");
        requests = new Requests(Map.ofEntries(
                Map.entry("owner", owner.name()),
                Map.entry("third", third.names().get("user")),
                Map.entry("user", owner.name()),
                Map.entry("tags", "kept"),
                Map.entry("", owner.name()),
                Map.entry("task", "a"),
                Map.entry("index", "0"),
                Map.entry("object", "7c1b1a4e-5b0e-4b1c-8d0a-6a1f4d1d1b11"),
                Map.entry("runner", "nobody"),
                Map.entry("run", run),
                Map.entry("cache", "nothing")));
        jobToken = things.tokenOfAJob();
    }

    /** The page expects that a new key can be made: one that another run has made is to be older than a minute for that. */
    private void retireOldKeys() {
        for (String kind : List.of("secrets", "opening")) {
            await().atMost(LONGEST)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> administrator
                                    .call("POST", "/api/keys/%s/retire".formatted(kind), "")
                                    .status()
                            == 200);
        }
    }

    /** One of each kind, so that everybody has some to list, and every field of theirs is asked for. */
    private static void addSecrets(Person person) {
        for (String secret : List.of(
                "{\"type\": \"ssh_key\", \"content\": \"%s\"}".formatted(key("ed25519")),
                "{\"type\": \"pgp_key\", \"content\": \"%s\"}".formatted(key("pgp")),
                "{\"type\": \"file\", \"path\": \"x\", \"content\": \"said to nobody\"}")) {
            Answer added = person.call("POST", "/api/secrets", secret);
            assertThat(added.status()).as(added.text()).isEqualTo(201);
        }
    }

    private static String key(String name) {
        try (InputStream key = Matrix.class.getResourceAsStream("/keys/" + name)) {
            return new String(key.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", "\\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Person owner() {
        return owner;
    }

    Things things() {
        return things;
    }

    Request request(Row row) {
        return requests.of(row, thing(row));
    }

    /** What everybody is answered to a row. */
    Map<Role, String> found(Row row) {
        Map<Role, String> found = new LinkedHashMap<>();
        row.expected().keySet().forEach(role -> found.put(role, found(row, role)));
        return found;
    }

    private Thing thing(Row row) {
        String kind = row.route().startsWith("POST /api/users/") ? "user" : row.of();
        if (Requests.changes(row)) {
            return things.fresh(kind);
        }
        return Things.VISIBILITIES.contains(kind) && Requests.isList(row)
                ? things.newest(kind, !row.route().equals("/admin"))
                : things.known(kind);
    }

    private String found(Row row, Role role) {
        if (role == Role.OTHER_SCOPES && row.scope().isEmpty()) {
            return "-";
        }
        Thing thing = thing(row);
        Request request = requests.of(row, thing);
        Answer answer = Set.of("Console", "Files of pages").contains(row.section())
                ? console(request, role)
                : api(row, request, role);
        end(row, thing, answer);
        return row.section().equals("GraphQL") ? field(answer, thing) : word(answer, thing);
    }

    private Answer console(Request request, Role role) {
        return browser(role).send(request.verb(), request.path(), request.body());
    }

    private Visitor browser(Role role) {
        return switch (role) {
            case OTHER -> other.browser();
            case OWNER -> owner.browser();
            case ADMINISTRATOR -> administrator.browser();
            case ANONYMOUS, OTHER_SCOPES, JOB -> nobody;
        };
    }

    private Answer api(Row row, Request request, Role role) {
        String token = switch (role) {
            case ANONYMOUS -> "";
            case OTHER -> other.token(Person.EVERYTHING);
            case OWNER -> owner.token(Person.EVERYTHING);
            case ADMINISTRATOR -> administrator.token(Person.EVERYTHING);
            case OTHER_SCOPES -> owner.tokenWithout(row.scope());
            case JOB -> jobToken;
        };
        return nobody.send(request.verb(), request.path(), request.body(), Person.headers(token, request.body()));
    }

    /** What was started is not to run. */
    private void end(Row row, Thing thing, Answer answer) {
        if (!Requests.changes(row)) {
            return;
        }
        // There may be no more than a few.
        Optional.ofNullable(thing.names().get("schedule")).ifPresent(things::removeSchedule);
        if (answer.status() >= 300) {
            return;
        }
        if (row.route().matches(".*(start|startGroup|run|resubmit)")) {
            thing.names().entrySet().stream()
                    .filter(name -> name.getKey().equals("job"))
                    .forEach(name -> things.cancel(name.getValue()));
            things.cancel(answer.json().path("id").asText("0"));
        }
    }

    /** A status; where the browser is sent; or that what only some may see is shown. */
    private static String word(Answer answer, Thing thing) {
        boolean shows = answer.text().contains(thing.word());
        if (answer.status() == 302 && answer.header("Location").contains("/login")) {
            return "login";
        }
        if (answer.status() == 200 && shows) {
            return SHOWS;
        }
        return answer.status() + (shows && answer.status() >= 300 ? " and shows" : "");
    }

    /** The code of an error, or that what only some may see is shown, or that it is not. */
    private static String field(Answer answer, Thing thing) {
        if (answer.status() != 200) {
            return String.valueOf(answer.status());
        }
        String code = answer.json().at("/errors/0/extensions/code").asText();
        boolean shows = answer.text().contains(thing.word());
        if (!code.isEmpty()) {
            return code + (shows ? " and shows" : "");
        }
        return shows ? SHOWS : "200";
    }

    @Override
    public void close() {
        things.end();
    }
}
