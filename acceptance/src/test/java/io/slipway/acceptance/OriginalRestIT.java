// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The endpoints that the original has, as its clients call them and read their answers. */
@ExtendWith(StackExtension.class)
class OriginalRestIT {
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - sleep: |
                  sleep 600
            """;

    private final Stack stack;
    private final Api api;

    OriginalRestIT(Stack stack) {
        this.stack = stack;
        this.api = stack.admin();
    }

    @Test
    void jobIsSubmittedWithEveryField() {
        Api.Answer answer = api.submit(Map.of(
                "manifest", MANIFEST, "note", "n", "secrets", false, "tags", List.of("one", "two"), "execute", false));

        JsonNode job = answer.json();
        int id = job.path("id").asInt();
        assertThat(answer.status()).isEqualTo(200);
        assertJob(job, id);
        assertThat(job.path("note").asText()).isEqualTo("n");
        assertThat(job.path("tags").asText()).isEqualTo("one/two");
        assertThat(job.path("runner").isNull()).isTrue();
        assertThat(job.path("status").asText()).isEqualTo("pending");
    }

    @Test
    void jobIsSubmittedAsAForm() {
        Api.Answer answer = api.postForm(
                "/api/jobs",
                "manifest=image%3A%20debian%2Fbookworm%0Atasks%3A%0A%20-%20a%3A%20ls%0A&tags=one&tags=two&execute=false");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("tags").asText()).isEqualTo("one/two");
    }

    @Test
    void fieldsThatTheOriginalIgnoresAreTaken() {
        Api.Answer answer = api.submit(Map.of(
                "manifest", MANIFEST,
                "execute", false,
                "access:read", List.of("*"),
                "access:write", List.of("admin"),
                "triggers", List.of()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("warnings").findValuesAsText("field"))
                .containsExactly("access:read", "access:write", "triggers");
    }

    @Test
    void manifestThatIsTooLongIsAnErrorOfItsField() {
        Api.Answer answer = api.submit(MANIFEST + "#" + "x".repeat(16_384));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("manifest");
    }

    @Test
    void jobIsFoundWithItsStatus() {
        int id = pending();

        JsonNode job = api.get("/api/jobs/" + id).json();

        assertJob(job, id);
        assertThat(job.path("status").asText()).isEqualTo("pending");
    }

    @Test
    void logsAndArtifactsAreCalledByTheAddressesThatAJobHas() throws Exception {
        RunningJob running = RunningJob.submit(api, Stack.contrib("pass.yml"));
        JsonNode job = running.awaitEnd();
        JsonNode artifact =
                api.get("/api/jobs/%d/artifacts".formatted(running.id())).json().at("/results/0");

        assertThat(called(job.path("setup_log"))).contains("Booting image");
        assertThat(called(job.at("/tasks/0/log"))).contains("it's alive");
        assertThat(called(artifact.path("url"))).startsWith("Hello, world!");
        assertThat(artifact.path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(artifact.path("size").asInt()).isPositive();
    }

    /** What stands at an address that needs no other to resolve it against, for whoever calls it. */
    private static String called(JsonNode address) throws Exception {
        URI whole = URI.create(address.asText());
        assertThat(whole.isAbsolute()).as(address.asText()).isTrue();
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(whole).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void jobsAreListedInPagesFromTheNewest() {
        int first = pending();
        int second = pending();

        JsonNode page = api.get("/api/jobs?start=" + second).json();

        assertThat(api.get("/api/jobs?start=").status()).isEqualTo(200);
        assertThat(page.path("results_per_page").asInt()).isEqualTo(50);
        assertThat(page.path("total").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(page.path("next").isNull() || page.path("next").isTextual()).isTrue();
        assertThat(page.path("results").findValuesAsText("id"))
                .startsWith(Integer.toString(second), Integer.toString(first));
        assertJob(page.at("/results/0"), second);
    }

    @Test
    void artifactsAreListedInPages() {
        JsonNode page = api.get("/api/jobs/%d/artifacts".formatted(pending())).json();

        assertThat(page.path("next").isNull()).isTrue();
        assertThat(page.path("results")).isEmpty();
        assertThat(page.path("total").asInt()).isZero();
        assertThat(page.path("results_per_page").asInt()).isEqualTo(50);
    }

    @Test
    void manifestIsGivenToWhoeverKnowsTheNumber() {
        Api.Answer answer = anonymous().get("/api/jobs/%d/manifest".formatted(pending()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.text()).isEqualTo(MANIFEST);
    }

    @Test
    void jobIsStartedAndCancelled() {
        String job = "/api/jobs/" + pending();

        assertThat(api.post(job + "/start").status()).isEqualTo(200);
        Api.Answer again = api.post(job + "/start");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().at("/errors/0/reason").asText()).isNotBlank();
        assertThat(api.post(job + "/cancel").status()).isEqualTo(200);
        assertThat(api.post(job + "/cancel").status()).isEqualTo(200);
        assertThat(anonymous().post(job + "/cancel").status()).isEqualTo(401);
    }

    @Test
    void groupIsMadeFoundStartedAndCancelled() {
        int one = pending();
        int two = pending();

        JsonNode made = api.post(
                        "/api/job-group",
                        "{\"jobs\": [%d, %d], \"note\": \"n\", \"triggers\": [{\"action\": \"webhook\", \"condition\": \"always\", \"url\": \"http://127.0.0.1:1/\"}]}"
                                .formatted(one, two))
                .json();
        String group = "/api/job-group/" + made.path("id").asInt();

        assertGroup(made, one, two);
        assertGroup(api.get(group).json(), one, two);
        assertThat(made.path("jobs").findValuesAsText("status")).containsExactly("pending", "pending");
        assertGroup(api.post(group + "/start").json(), one, two);
        JsonNode cancelled = api.post(group + "/cancel").json();
        assertGroup(cancelled, one, two);
        assertThat(anonymous().get(group).status()).isIn(401, 404);
    }

    @Test
    void errorsHaveTheFormThatClientsRead() {
        JsonNode noManifest = api.submit(Map.of("note", "n")).json();
        JsonNode badTag =
                api.submit(Map.of("manifest", MANIFEST, "tags", List.of("a b"))).json();

        assertThat(noManifest.at("/errors/0/field").asText()).isEqualTo("manifest");
        assertThat(noManifest.at("/errors/0/reason").asText()).isNotBlank();
        assertThat(badTag.at("/errors/0/field").asText()).isEqualTo("tags");
        assertThat(badTag.at("/errors/0/reason").asText()).contains("`a b`");
        assertThat(anonymous().submit(MANIFEST).status()).isEqualTo(401);
        assertThat(stack.as("admin", "JOBS:RO").submit(MANIFEST).status()).isEqualTo(403);
        assertThat(api.get("/api/nosuch").status()).isEqualTo(404);
    }

    @Test
    void tokenComesInTheSchemeOfTheOriginalToo() {
        String token = stack.token("admin", "jobs:read");

        assertThat(anonymous()
                        .get("/api/jobs", "Authorization", "token " + token)
                        .status())
                .isEqualTo(200);
        assertThat(anonymous()
                        .get("/api/jobs", "Authorization", "token nonsense")
                        .status())
                .isEqualTo(401);
    }

    /** Defect 5 of the original: job, artifacts and manifest of a private job were given to everybody. */
    @Test
    void privateJobIsGivenToNobodyElseByAnyAddress() {
        int id = api.submit(Map.of("manifest", MANIFEST, "visibility", "private", "execute", false))
                .json()
                .path("id")
                .asInt();

        for (String address : List.of("", "/artifacts", "/log", "/log/sleep")) {
            for (Api other : List.of(anonymous(), stranger())) {
                assertThat(other.get("/api/jobs/" + id + address).status())
                        .as(address)
                        .isEqualTo(404);
            }
            assertThat(api.get("/api/jobs/" + id + address).status())
                    .as(address)
                    .isEqualTo(200);
        }
        assertThat(anonymous().get("/api/jobs/%d/events".formatted(id)).status())
                .isEqualTo(404);
        for (String command : List.of("/start", "/cancel", "/restart", "/resubmit")) {
            assertThat(anonymous().post("/api/jobs/" + id + command).status())
                    .as(command)
                    .isEqualTo(401);
            assertThat(stranger().post("/api/jobs/" + id + command).status())
                    .as(command)
                    .isEqualTo(404);
        }
    }

    /** Defect 15 of the original: the manifest of a private job could be had by who knew its number. */
    @Test
    void manifestOfAPrivateJobIsGivenToNobodyElse() {
        int id = api.submit(Map.of("manifest", MANIFEST, "visibility", "private", "execute", false))
                .json()
                .path("id")
                .asInt();

        for (Api other : List.of(anonymous(), stranger())) {
            assertThat(other.get("/api/jobs/%d/manifest".formatted(id)).status())
                    .isEqualTo(404);
        }
        assertThat(api.get("/api/jobs/%d/manifest".formatted(id)).text()).isEqualTo(MANIFEST);
    }

    /** A job that no runner has begun. */
    private static void assertJob(JsonNode job, int id) {
        assertThat(job.path("id").asInt()).isEqualTo(id);
        assertThat(job.has("setup_log") && job.path("setup_log").isNull()).isTrue();
        assertThat(job.at("/tasks/0/name").asText()).isEqualTo("sleep");
        assertThat(job.at("/tasks/0/status").asText()).isEqualTo("pending");
        assertThat(job.path("tasks").path(0).has("log")).isTrue();
        assertThat(job.at("/tasks/0/log").isNull()).isTrue();
        assertThat(job.path("note").isTextual()).isTrue();
        assertThat(job.path("tags").isTextual()).isTrue();
        assertThat(job.has("runner")).isTrue();
        assertOwner(job);
    }

    private static void assertGroup(JsonNode group, int one, int two) {
        assertThat(group.path("note").asText()).isEqualTo("n");
        assertThat(group.path("jobs").findValuesAsText("id"))
                .containsExactly(Integer.toString(one), Integer.toString(two));
        assertOwner(group);
    }

    private static void assertOwner(JsonNode thing) {
        assertThat(thing.at("/owner/canonical_name").asText()).isEqualTo("~admin");
        assertThat(thing.at("/owner/name").asText()).isEqualTo("admin");
    }

    private int pending() {
        return api.submit(Map.of("manifest", MANIFEST, "execute", false))
                .json()
                .path("id")
                .asInt();
    }

    /** Another user, with every scope. */
    private Api stranger() {
        stack.user("rest-stranger");
        return stack.as("rest-stranger", "JOBS:RW", "LOGS:RW", "SECRETS:RW", "PROFILE:RW");
    }

    private Api anonymous() {
        return new Api(stack.origin(), "");
    }
}
