// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every operation of the original's command-line client, sent as it sends them. */
@ExtendWith(StackExtension.class)
class ClientIT {
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - count: |
                  for i in 1 2 3 4 5 6; do echo "line $i of six"; sleep 1; done
              - leave: |
                  echo "a result" > result.txt
            artifacts:
              - result.txt
            """;
    private static final String LONG = """
            image: debian/bookworm
            tasks:
              - sleep: |
                  sleep 600
            """;

    private final Stack stack;
    private final KnownClient client;

    ClientIT(Stack stack) {
        this.stack = stack;
        client = stack.knownClient("admin", "JOBS:RW", "LOGS:RO", "PROFILE:RO", "SECRETS:RW");
    }

    @Test
    void jobIsSubmittedFollowedToItsEndShownAndExported() throws InterruptedException {
        JsonNode submitted = client.send(
                        KnownOperations.SUBMIT, submission(MANIFEST, List.of("project", "main"), "a *note*", "PRIVATE"))
                .path("submit");
        int id = submitted.path("id").asInt();
        assertThat(submitted.at("/owner/canonicalName").asText()).isEqualTo("~admin");

        KnownClient.Followed followed = client.follow(id);

        assertThat(followed.status()).isEqualTo("SUCCESS");
        assertThat(followed.printed("count")).contains("line 1 of six", "line 6 of six");
        assertThat(followed.pieces("count")).as("pieces of the running log").isGreaterThan(1);
        JsonNode shown = client.send(KnownOperations.SHOW, Map.of("id", id)).path("job");
        assertThat(shown.path("id").asInt()).isEqualTo(id);
        assertThat(shown.path("note").asText()).isEqualTo("a *note*");
        assertThat(shown.path("tags")).extracting(JsonNode::asText).containsExactly("project", "main");
        assertThat(shown.path("tasks").findValuesAsText("status")).containsExactly("SUCCESS", "SUCCESS");
        assertThat(shown.path("group").isNull()).isTrue();
        assertThat(client.download(shown.at("/log/fullURL").asText())).startsWith(followed.printed(""));
        assertThat(client.download(shown.at("/tasks/0/log/fullURL").asText())).isEqualTo(followed.printed("count"));
        artifactsCanBeFetched(id);
        exportHasEverythingOf(id);
        listsHave(id);
    }

    private void artifactsCanBeFetched(int id) {
        JsonNode artifacts =
                client.send(KnownOperations.ARTIFACTS, Map.of("id", id)).at("/job/artifacts");

        assertThat(artifacts).hasSize(1);
        assertThat(artifacts.at("/0/path").asText()).isEqualTo("result.txt");
        assertThat(artifacts.at("/0/size").asInt()).isEqualTo("a result\n".length());
        assertThat(client.download(artifacts.at("/0/url").asText())).isEqualTo("a result\n");
    }

    private void exportHasEverythingOf(int id) {
        JsonNode one = client.send(KnownOperations.EXPORT_JOB, Map.of("id", id)).path("job");
        JsonNode first = client.send(KnownOperations.EXPORT_JOBS, Map.of()).path("jobs");

        assertThat(one.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(one.path("visibility").asText()).isEqualTo("PRIVATE");
        assertThat(first.path("results")).contains(one);
        assertThat(client.download(one.at("/log/fullURL").asText())).contains("Booting image debian/bookworm");
        assertThat(client.download(one.at("/tasks/0/log/fullURL").asText())).contains("line 6 of six");
    }

    private void listsHave(int id) {
        Map<String, Object> byUser = Map.of("username", "admin");
        JsonNode own = client.send(KnownOperations.JOBS, Map.of()).path("jobs");
        JsonNode users = client.send(KnownOperations.JOBS_BY_USER, byUser).at("/userByName/jobs");

        assertThat(own.path("results").findValuesAsText("id")).contains(Integer.toString(id));
        assertThat(users.path("results")).isEqualTo(own.path("results"));
        assertThat(client.send(KnownOperations.JOB_IDS, Map.of())
                        .at("/jobs/results")
                        .findValuesAsText("id"))
                .contains(Integer.toString(id));
        assertThat(client.send(KnownOperations.RUNNING_JOBS, Map.of()).at("/jobs/results"))
                .allMatch(job -> job.has("status") && job.has("note") && job.has("tags"));
    }

    @Test
    void jobIsSubmittedAgainByItsManifest() {
        int first = submit(LONG, List.of(""));
        JsonNode source =
                client.send(KnownOperations.MANIFEST, Map.of("id", first)).path("job");

        int second = submit(source.path("manifest").asText(), null);

        assertThat(source.at("/owner/canonicalName").asText()).isEqualTo("~admin");
        assertThat(source.path("visibility").asText()).isEqualTo("UNLISTED");
        assertThat(second).isGreaterThan(first);
        assertThat(client.send(KnownOperations.MANIFEST, Map.of("id", second))
                        .at("/job/manifest")
                        .asText())
                .isEqualTo(LONG);
        assertThat(client.send(KnownOperations.SHOW, Map.of("id", first)).at("/job/tags"))
                .isEmpty();
        cancel(first);
        cancel(second);
    }

    /** Defect 1 of the original: a job stayed `pending` though its submit had it executed. */
    @Test
    void jobThatIsSubmittedToBeExecutedIsNeverPending() {
        int id = submit(LONG, null);

        assertThat(status(id)).isIn("QUEUED", "RUNNING");
        cancel(id);
    }

    /** Defect 2 of the original: only a running job could be cancelled. */
    @Test
    void pendingQueuedAndRunningJobsAreCancelled() {
        int running = submit(LONG, null);
        await().atMost(Duration.ofMinutes(5)).until(() -> status(running).equals("RUNNING"));
        int queued = submit(LONG, null);
        int pending = pending("UNLISTED");
        assertThat(status(queued)).isEqualTo("QUEUED");
        assertThat(status(pending)).isEqualTo("PENDING");

        for (int job : new int[] {pending, queued, running}) {
            cancel(job);
        }

        assertThat(status(pending)).isEqualTo("CANCELLED");
        assertThat(status(queued)).isEqualTo("CANCELLED");
        await().atMost(Duration.ofSeconds(20)).until(() -> status(running).equals("CANCELLED"));
        assertThat(client.ask(KnownOperations.CANCEL, Map.of("jobId", pending))
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("SW-3003");
    }

    @Test
    void jobThatWasCancelledBeforeARunnerHadItCanBeFollowed() throws InterruptedException {
        int id = pending("UNLISTED");
        cancel(id);

        KnownClient.Followed followed = client.follow(id);

        assertThat(followed.status()).isEqualTo("CANCELLED");
        assertThat(followed.printed("")).isEmpty();
    }

    @Test
    void pendingJobIsStarted() {
        int id = pending("UNLISTED");

        JsonNode started = client.send("mutation($id: Int!) { start(jobID: $id) { status } }", Map.of("id", id))
                .path("start");

        assertThat(started.path("status").asText()).isEqualTo("QUEUED");
        assertThat(client.ask("mutation($id: Int!) { start(jobID: $id) { status } }", Map.of("id", id))
                        .path("errors"))
                .isNotEmpty();
        cancel(id);
    }

    @Test
    void visibilityIsUpdated() {
        int id = submit(LONG, null);

        client.send(KnownOperations.UPDATE, Map.of("jobId", id, "visibility", "PUBLIC"));

        assertThat(client.send(KnownOperations.MANIFEST, Map.of("id", id))
                        .at("/job/visibility")
                        .asText())
                .isEqualTo("PUBLIC");
        cancel(id);
    }

    @Test
    void wayIntoAGuestIsTold() {
        int id = submit(LONG, null);
        await().atMost(Duration.ofMinutes(5)).until(() -> status(id).equals("RUNNING"));

        JsonNode told = client.send(KnownOperations.SSH_INFO, Map.of("id", id));

        assertThat(told.at("/job/runner").asText()).isEqualTo("local");
        assertThat(told.at("/version/settings/sshUser").asText()).isEqualTo("builds");
        cancel(id);
    }

    @Test
    void webhookIsMadeListedToldAndDeleted() throws IOException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", call -> {
            told.add(call.getRequestHeaders().getFirst("X-Webhook-Event") + " "
                    + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        receiver.start();
        try {
            String url =
                    "http://127.0.0.1:%d/hook".formatted(receiver.getAddress().getPort());
            Map<String, Object> config = Map.of(
                    "url",
                    url,
                    "events",
                    List.of("JOB_CREATED", "JOB_UPDATED"),
                    "query",
                    "query { webhook { event ... on JobEvent { job { id visibility } } } }");

            int id = client.send(KnownOperations.CREATE_WEBHOOK, Map.of("config", config))
                    .at("/createUserWebhook/id")
                    .asInt();
            int job = pending("PRIVATE");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> told.contains(
                            "JOB_CREATED {\"data\":{\"webhook\":{\"event\":\"JOB_CREATED\",\"job\":{\"id\":%d,\"visibility\":\"PRIVATE\"}}}}"
                                    .formatted(job)));
            cancel(job);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> told.stream().anyMatch(body -> body.startsWith("JOB_UPDATED ")));
            JsonNode listed = client.send(KnownOperations.WEBHOOKS, Map.of()).at("/userWebhooks/results");
            assertThat(listed)
                    .anyMatch(hook -> hook.path("id").asInt() == id
                            && hook.path("url").asText().equals(url));
            assertThat(client.send(KnownOperations.DELETE_WEBHOOK, Map.of("id", id))
                            .at("/deleteUserWebhook/id")
                            .asInt())
                    .isEqualTo(id);
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void secretsAreListedAndShared() {
        Api admin = stack.as("admin", "SECRETS:RW");
        String uuid = admin.post(
                        "/api/secrets",
                        "{\"type\": \"file\", \"name\": \"client-netrc\", \"path\": \"~/.netrc\", \"mode\": \"600\", \"content\": \"machine x\"}")
                .json()
                .path("uuid")
                .asText();
        stack.user("client-friend");

        JsonNode listed = client.send(KnownOperations.SECRETS, Map.of()).path("secrets");
        JsonNode shared = client.send(KnownOperations.SHARE_SECRET, Map.of("uuid", uuid, "user", "client-friend"));
        JsonNode received = stack.knownClient("client-friend", "SECRETS:RO", "PROFILE:RO")
                .send(KnownOperations.SECRETS, Map.of())
                .at("/secrets/results");

        JsonNode own = listed.at("/results/0");
        assertThat(own.path("uuid").asText()).isEqualTo(uuid);
        assertThat(own.path("name").asText()).isEqualTo("client-netrc");
        assertThat(own.path("__typename").asText()).isEqualTo("SecretFile");
        assertThat(own.path("path").asText()).isEqualTo("~/.netrc");
        assertThat(own.path("mode").asInt()).isEqualTo(0600);
        assertThat(own.path("fromUser").isNull()).isTrue();
        assertThat(own.path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(listed.has("cursor")).isTrue();
        assertThat(shared.at("/shareSecret/uuid").asText()).isEqualTo(uuid);
        assertThat(received.at("/0/uuid").asText()).isEqualTo(uuid);
        assertThat(received.at("/0/fromUser/canonicalName").asText()).isEqualTo("~admin");
        assertThat(client.send(KnownOperations.COMPLETE_SECRETS, Map.of()).at("/secrets/results"))
                .anyMatch(secret -> secret.path("uuid").asText().equals(uuid)
                        && secret.path("name").asText().equals("client-netrc"));
    }

    /** Defect 7 of the original: the log of a job that is not there was answered as a defect of the server's. */
    @Test
    void logOfAJobThatIsNotThereIsNotFound() {
        assertThat(answer("/query/log/999999999/log")).isEqualTo("404 Unknown build job");
        assertThat(answer("/query/log/999999999/build/log")).isEqualTo("404 Unknown build job");
        assertThat(answer("/query/log/one/log")).isEqualTo("400 Invalid job ID");
        int pending = pending("UNLISTED");
        assertThat(answer("/query/log/%d/log".formatted(pending)))
                .isEqualTo("404 This build job has not been started yet");
        cancel(pending);
        assertThat(answer("/query/log/%d/nosuch/log".formatted(pending))).startsWith("404 ");
    }

    @Test
    void logsAndQueriesAreForWhoHasAToken() {
        KnownClient nobody = new KnownClient(stack.origin(), "");
        KnownClient stranger = new KnownClient(stack.origin(), "nonsense");
        int job = pending("PUBLIC");
        cancel(job);

        assertThat(nobody.get("/query/log/%d/log".formatted(job)).statusCode()).isEqualTo(401);
        assertThat(stranger.get("/query/log/%d/log".formatted(job)).statusCode())
                .isEqualTo(403);
        assertThat(KnownClient.text(stranger.get("/query/log/%d/log".formatted(job))))
                .startsWith("{\"errors\":[{\"message\":\"Authentication error: ");
        assertThat(KnownClient.text(nobody.get("/query/api-meta.json")))
                .isEqualTo("{\"scopes\":[\"PROFILE\",\"JOBS\",\"LOGS\",\"SECRETS\"]}");
    }

    /** Defect 6 of the original: a runner gave logs and manifests to everybody, and cancelled jobs for everybody. */
    @Test
    void runnerAnswersNobody() {
        int id = submit(LONG, null);
        await().atMost(Duration.ofMinutes(5)).until(() -> status(id).equals("RUNNING"));
        Api runner = new Api(URI.create("http://127.0.0.1:" + stack.portOf("runner")), "");

        for (String address : List.of("/logs/%d/log", "/logs/%d/sleep/log", "/job/%d/info", "/", "/query/log/%d/log")) {
            assertThat(runner.get(address.formatted(id)).status()).as(address).isEqualTo(404);
        }
        for (String address : List.of("/job/%d/cancel", "/job/%d/terminate", "/job/%d/claim")) {
            assertThat(runner.post(address.formatted(id)).status()).as(address).isEqualTo(404);
        }

        assertThat(status(id)).isEqualTo("RUNNING");
        cancel(id);
    }

    private int pending(String visibility) {
        return client.send(
                        "mutation($manifest: String!, $visibility: Visibility) { submit(manifest: $manifest, visibility: $visibility, execute: false) { id } }",
                        Map.of("manifest", LONG, "visibility", visibility))
                .at("/submit/id")
                .asInt();
    }

    private String answer(String path) {
        HttpResponse<byte[]> answer = client.get(path, "Range", "bytes=0-");
        return answer.statusCode() + " " + KnownClient.text(answer).strip();
    }

    private int submit(String manifest, List<String> tags) {
        return client.send(KnownOperations.SUBMIT, submission(manifest, tags, null, "UNLISTED"))
                .at("/submit/id")
                .asInt();
    }

    private static Map<String, Object> submission(String manifest, List<String> tags, String note, String visibility) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("manifest", manifest);
        variables.put("tags", tags);
        variables.put("note", note);
        variables.put("visibility", visibility);
        variables.put("secrets", true);
        return variables;
    }

    private void cancel(int id) {
        assertThat(client.send(KnownOperations.CANCEL, Map.of("jobId", id))
                        .at("/cancel/id")
                        .asInt())
                .isEqualTo(id);
    }

    private String status(int id) {
        return client.send(KnownOperations.MONITOR, Map.of("id", id))
                .at("/job/status")
                .asText();
    }
}
