// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.acceptance.Api.Answer;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the owner has, of every kind: each with a word of its own, which only who may see the thing may read. */
final class Things {
    static final String TASK = "image: debian/bookworm\\ntasks:\\n  - a: echo\\n";
    static final Set<String> VISIBILITIES = Set.of("private", "unlisted", "public");
    static final Set<String> ENDED = Set.of("success", "failed", "timeout", "cancelled");
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final byte[] KEY_BEGIN = {
        0, 0, 0, 11, 's', 's', 'h', '-', 'e', 'd', '2', '5', '5', '1', '9', 0, 0, 0, 32
    };

    private final Person owner;
    private final Person administrator;
    private final Map<String, Thing> known = new HashMap<>();
    private int made;
    private Thing kept;

    Things(Person owner, Person administrator) {
        this.owner = owner;
        this.administrator = administrator;
    }

    /** The one of a kind that everybody looks at; of a job, one that has run, and has the visibility that is asked for. */
    Thing known(String kind) {
        if (VISIBILITIES.contains(kind)) {
            show(kept(), kind);
            return kept();
        }
        return known.computeIfAbsent(kind, this::fresh);
    }

    /** One of a kind that nobody has used yet; of a job, one that is pending. */
    Thing fresh(String kind) {
        String word = newWord();
        return switch (kind) {
            case "private", "unlisted", "public" -> job(kind, word);
            case "job" -> job("private", word);
            case "group" -> group(word);
            case "secret" -> secret(word);
            case "schedule" ->
                of(
                        word,
                        call(
                                "/api/schedules",
                                "{\"name\": \"%s\", \"cron\": \"30 4 1 1 *\", \"manifest\": \"%s\"}"
                                        .formatted(word, TASK)),
                        "schedule",
                        "id");
            case "ssh key" -> of(word, call("/api/ssh-keys", "{\"key\": \"%s\"}".formatted(sshKey(word))), "key", "id");
            case "token" -> of(word, owner.made(word, "LOGS:RO"), "token", "id");
            case "webhook" -> webhook(word);
            case "execution" -> execution();
            case "user" -> user(word);
            case "profile" -> new Thing(owner.email(), Map.of());
            case "cache", "" -> new Thing(word, Map.of("cache", "nothing"));
            default -> throw new IllegalArgumentException("no thing is of kind `%s`".formatted(kind));
        };
    }

    /** A job that no other is newer than, and that has ended without having run. */
    Thing newest(String visibility, boolean ended) {
        Thing job = fresh(visibility);
        if (ended) {
            cancel(job.names().get("job"));
        }
        return job;
    }

    private String newWord() {
        made++;
        return "kept%d-%s".formatted(made, owner.name());
    }

    private Thing job(String visibility, String word) {
        return of(
                word,
                call(
                        "/api/jobs",
                        "{\"manifest\": \"%s\", \"note\": \"%s\", \"tags\": [\"kept\"], \"visibility\": \"%s\", \"execute\": false}"
                                .formatted(TASK, word, visibility)),
                "job",
                "id");
    }

    private Thing group(String word) {
        String job = job("private", word).names().get("job");
        return of(
                        word,
                        call("/api/job-group", "{\"jobs\": [%s], \"note\": \"%s\"}".formatted(job, word)),
                        "group",
                        "id")
                .with("job", job);
    }

    private Thing secret(String word) {
        return of(
                word,
                call(
                        "/api/secrets",
                        "{\"type\": \"file\", \"name\": \"%s\", \"path\": \"x\", \"content\": \"said to nobody\"}"
                                .formatted(word)),
                "secret",
                "uuid");
    }

    private Thing webhook(String word) {
        Answer made = owner.call(
                "POST",
                "/query",
                "{\"query\": \"mutation { createUserWebhook(config: {url: \\\"https://%s.example/\\\", events: [JOB_CREATED], query: \\\"{ version { major } }\\\"}) { id } }\"}"
                        .formatted(word));
        return new Thing(
                word,
                Map.of("webhook", made.json().at("/data/createUserWebhook/id").asText()));
    }

    private Thing user(String word) {
        String name = "user" + word;
        String mail = word + "@mail.example";
        Answer made =
                administrator.call("POST", "/api/users", "{\"name\": \"%s\", \"email\": \"%s\"}".formatted(name, mail));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return new Thing(mail, Map.of("user", name));
    }

    /** That of the job that has run; its job's number is what only administrators learn. */
    private Thing execution() {
        String job = kept().names().get("job");
        JsonNode found = administrator
                .call("GET", "/api/executions?job=" + job, "")
                .json()
                .at("/results/0");
        return new Thing(
                "/operator/%s/%s"
                        .formatted(
                                found.path("runner").asText(), found.path("id").asText()),
                Map.of(
                        "runner",
                        found.path("runner").asText(),
                        "execution",
                        found.path("id").asText()));
    }

    /** A job that has run: with a secret, output, and an artifact. */
    private Thing kept() {
        if (kept == null) {
            String word = newWord();
            secret(word);
            Thing job = of(
                    word,
                    call(
                            "/api/jobs",
                            "{\"note\": \"%1$s\", \"tags\": [\"kept\"], \"visibility\": \"private\", \"manifest\": \"image: debian/bookworm\\nsecrets:\\n  - %1$s\\ntasks:\\n  - a: echo %1$s >%1$s.txt; echo %1$s\\nartifacts:\\n  - %1$s.txt\\n\"}"
                                    .formatted(word)),
                    "job",
                    "id");
            JsonNode ended = await().atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> owner.call("GET", "/api/jobs/" + job.names().get("job"), "")
                                    .json(),
                            now -> ENDED.contains(now.path("status").asText()));
            assertThat(ended.path("status").asText()).isEqualTo("success");
            kept = job.with("artifact", ended.at("/artifacts/0/id").asText()).with("file", word + ".txt");
            assertThat(ended.path("artifacts")).hasSize(1);
        }
        return kept;
    }

    private void show(Thing job, String visibility) {
        Answer shown = owner.call(
                "POST",
                "/query",
                "{\"query\": \"mutation { update(jobId: %s, visibility: %s) { id } }\"}"
                        .formatted(job.names().get("job"), visibility.toUpperCase(java.util.Locale.ROOT)));
        assertThat(shown.json().path("errors").isMissingNode()).as(shown.text()).isTrue();
    }

    /** The token of a job of the owner that runs until the test ends: turned round, since a log shows none. */
    String tokenOfAJob() {
        Answer submitted = call(
                "/api/jobs",
                "{\"manifest\": \"image: debian/bookworm\\noauth: builds.sr.ht/JOBS:RW builds.sr.ht/LOGS:RW builds.sr.ht/SECRETS:RW builds.sr.ht/PROFILE:RW\\ntasks:\\n  - a: echo \\\"token $(echo $OAUTH2_TOKEN | rev) end\\\"; sleep 2h\\n\"}");
        String id = submitted.json().path("id").asText();
        String log = await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> owner.call("GET", "/api/jobs/%s/log/a".formatted(id), "")
                                .text(),
                        text -> text.lines().anyMatch(line -> line.startsWith("token ")));
        String line = log.lines()
                .filter(text -> text.startsWith("token "))
                .findFirst()
                .orElseThrow();
        known.put("job of the token", new Thing("", Map.of("job", id)));
        return new StringBuilder(line.split(" ")[1]).reverse().toString();
    }

    /** Ends what would go on. */
    void end() {
        known.getOrDefault("job of the token", new Thing("", Map.of()))
                .names()
                .values()
                .forEach(this::cancel);
    }

    void removeSchedule(String schedule) {
        owner.call("DELETE", "/api/schedules/" + schedule, "");
    }

    void cancel(String job) {
        administrator.call("POST", "/api/jobs/%s/cancel".formatted(job), "");
    }

    static String sshKey(String comment) {
        try {
            byte[] encoded = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            byte[] key = Arrays.copyOf(KEY_BEGIN, KEY_BEGIN.length + 32);
            System.arraycopy(encoded, encoded.length - 32, key, KEY_BEGIN.length, 32);
            return "ssh-ed25519 %s %s".formatted(Base64.getEncoder().encodeToString(key), comment);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    private Answer call(String path, String body) {
        return owner.call("POST", path, body);
    }

    private static Thing of(String word, Answer made, String name, String field) {
        assertThat(made.status()).as(made.text()).isIn(200, 201);
        return new Thing(word, Map.of(name, made.json().path(field).asText()));
    }

    /**
     * Something that belongs to the owner.
     *
     * @param word stands in it, and nowhere else
     * @param names what it is called in addresses, by kind
     */
    record Thing(String word, Map<String, String> names) {
        Thing with(String name, String value) {
            Map<String, String> more = new HashMap<>(names);
            more.put(name, value);
            return new Thing(word, Map.copyOf(more));
        }
    }
}
