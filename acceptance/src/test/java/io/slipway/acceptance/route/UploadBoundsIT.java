// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api.Answer;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.StackExtension;
import io.slipway.acceptance.route.RoutePage.Row;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever takes bytes takes so many and no more: every row of the page of routes that has a body, so that a new one is tried by itself.
 * Artifacts and caches, whose limits are settings, have tests of their own: {@code ArtifactTest}, {@code ObjectArtifactTest},
 * {@code CacheTest}; here they are sent by somebody who may send none.
 */
@ExtendWith(StackExtension.class)
class UploadBoundsIT {
    private static final String MUCH = "x".repeat(3 << 20);
    private static final int CUT_OFF = 0;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=b";
    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    private static final String FILE =
            "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n--b--\r\n";
    /** Of these nobody reads a body. */
    private static final Pattern BARE =
            Pattern.compile("POST .*/(start|cancel|resubmit|run|resume|revoke|stop|abandon|rotate|retire|kept|keys)");

    private static final String STREAMED = "PUT /api/uploads/";
    private static final List<Way> BESIDE = List.of(
            new Way("POST", "/api/jobs", FORM, "manifest=" + MUCH),
            new Way("POST", "/query", JSON, "{\"query\": \"%s\"}".formatted(MUCH)),
            new Way("POST", "/query", MULTIPART, FILE.formatted("operations", "x".repeat((16 << 20) + 1))));

    private final Stack stack;
    private final Person admin;

    UploadBoundsIT(Stack stack) {
        this.stack = stack;
        this.admin = new Person(stack.origin(), "admin", stack.password());
    }

    @Test
    void everyWayIntoTheApiIsBounded() {
        String token = "Bearer " + admin.token(Person.EVERYTHING);
        String password = "Basic "
                + Base64.getEncoder()
                        .encodeToString("%s:%s"
                                .formatted(admin.name(), admin.password())
                                .getBytes(StandardCharsets.UTF_8));

        List<Way> ways = new ArrayList<>(BESIDE);
        RoutePage.read().of("REST API").stream()
                .filter(UploadBoundsIT::hasBody)
                .map(UploadBoundsIT::way)
                .distinct()
                .forEach(ways::add);
        assertThat(ways).hasSizeGreaterThan(15);
        assertThat(ways).allSatisfy(way -> {
            int status = answered(way, "Authorization", way.path.equals("/api/tokens") ? password : token);
            if (way.toString().startsWith(STREAMED)) {
                assertThat(status).as("%s, by who may send none", way).isIn(401, CUT_OFF);
            } else {
                assertThat(status).as(way.toString()).isIn(413, CUT_OFF);
            }
        });
    }

    private static boolean hasBody(Row row) {
        return row.route().matches("(POST|PUT) .*")
                && !BARE.matcher(row.route()).matches();
    }

    private static Way way(Row row) {
        String[] words = row.route().split(" ");
        String path = words[1].replace("{uuid}", "7c1b1a4e-5b0e-4b1c-8d0a-6a1f4d1d1b11")
                .replace("{runner}", "nobody")
                .replace("{name}", "nobody")
                .replaceAll("\\{[a-z]+}", "1");
        return path.startsWith("/api/uploads/") && words[0].equals("PUT")
                ? new Way("PUT", path, "application/octet-stream", MUCH)
                : new Way(words[0], path, JSON, "{\"much\": \"%s\"}".formatted(MUCH));
    }

    @Test
    void everyFormOfTheConsoleIsBounded() {
        String jobs = jobs();
        String secrets = secrets();

        Map<String, String> submit = admin.browser().form("/submit", "submit");
        submit.put("submit:submit", "x");
        submit.put("submit:manifest", MUCH);
        assertThat(statusOf(() -> admin.browser().post("/submit", submit))).isEqualTo(413);
        Map<String, String> addition = admin.browser().form("/secrets", "addition");
        addition.put("type", "FILE");
        addition.put("path", "x");
        addition.put("add", "x");
        StringBuilder parts = new StringBuilder();
        addition.forEach((name, value) -> parts.append(FIELD.formatted(name, value)));
        assertThat(answered(new Way("POST", "/secrets", MULTIPART, parts + FILE.formatted("file", MUCH))))
                .isEqualTo(413);

        assertThat(jobs()).as("nothing was submitted").isEqualTo(jobs);
        assertThat(secrets()).as("nothing was kept").isEqualTo(secrets);
    }

    private String jobs() {
        return admin.call("GET", "/api/jobs", "").json().at("/results/0/id").asText();
    }

    private String secrets() {
        return admin.call("GET", "/api/secrets", "").text();
    }

    private int answered(Way way, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", way.type));
        return statusOf(() -> admin.browser().send(way.verb, way.path, way.body, all.toArray(String[]::new)));
    }

    /** A status; or that the connection was ended while there was more to send, by a server that is there all the same. */
    private int statusOf(Supplier<Answer> sent) {
        try {
            Answer answer = sent.get();
            assertThat(answer.text()).doesNotContain("x".repeat(10_000));
            return answer.status();
        } catch (UncheckedIOException cutOff) {
            assertThat(cutOff.getCause()).isNotInstanceOf(HttpTimeoutException.class);
            assertThat(new Visitor(stack.origin()).get("/login").status()).isEqualTo(200);
            return CUT_OFF;
        }
    }

    /** Something that is sent. */
    private record Way(String verb, String path, String type, String body) {
        /** Without the body. */
        @Override
        public String toString() {
            return verb + " " + path + " " + type;
        }
    }
}
