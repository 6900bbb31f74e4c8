// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.submit.GiveSecrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineTest extends EngineRig {
    @Test
    void jobIsToldWithEverythingThatBelongsToIt() {
        service.add(3, JobStatus.SUCCESS);

        JsonNode job = data("""
                {job(id: 3) {id created updated status manifest note tags visibility image runner
                  owner {id created updated canonicalName ... on User {username email url location bio}}
                  tasks {id created updated name status log {last128KiB fullURL} job {id}}
                  artifacts {id created path size url}
                  log {last128KiB fullURL}}}""").path("job");

        assertThat(job).isEqualTo(json("""
                {"id":3,"created":"2026-01-02T03:04:05Z","updated":"2026-01-02T03:04:05Z","status":"SUCCESS",
                 "manifest":"manifest of 3","note":null,"tags":["a","b"],"visibility":"UNLISTED",
                 "image":"debian/bookworm","runner":"r1",
                 "owner":{"id":7,"created":"2026-01-02T03:04:05Z","updated":"2026-01-02T03:05:05Z",
                          "canonicalName":"~ann","username":"ann","email":"ann@jobs.example","url":"https://example.org/",
                          "location":null,"bio":"I build."},
                 "tasks":[
                  {"id":31,"created":"2026-01-02T03:04:05Z","updated":"2026-01-02T03:04:05Z","name":"task-1",
                   "status":"SUCCESS","job":{"id":3},
                   "log":{"last128KiB":"tail of 3 task-1","fullURL":"https://jobs.example/query/log/3/task-1/log"}},
                  {"id":32,"created":"2026-01-02T03:04:05Z","updated":"2026-01-02T03:04:05Z","name":"task-2",
                   "status":"SUCCESS","job":{"id":3},
                   "log":{"last128KiB":"tail of 3 task-2","fullURL":"https://jobs.example/query/log/3/task-2/log"}}],
                 "artifacts":[
                  {"id":5,"created":"2026-01-02T03:04:05Z","path":"out/x y.txt","size":9,
                   "url":"https://jobs.example/api/jobs/3/artifacts/5/x%20y.txt"},
                  {"id":6,"created":"2026-01-02T03:04:05Z","path":"out/x y.txt","size":2147483647,"url":null}],
                 "log":{"last128KiB":"tail of 3 setup","fullURL":"https://jobs.example/query/log/3/log"}}"""));
    }

    @Test
    void jobThatNobodyHasBegunHasNoRunnerAndNoLogs() {
        service.add(3, JobStatus.QUEUED);

        assertThat(data("{job(id: 3) {runner log {fullURL} tasks {log {fullURL}}}}")
                        .path("job"))
                .isEqualTo(json("{\"runner\":null,\"log\":null,\"tasks\":[{\"log\":null},{\"log\":null}]}"));
    }

    @Test
    void jobThatWasCancelledBeforeItBeganHasALog() {
        service.add(3, JobStatus.CANCELLED);

        assertThat(data("{job(id: 3) {log {fullURL}}}").at("/job/log/fullURL").asText())
                .isEqualTo("https://jobs.example/query/log/3/log");
    }

    @Test
    void jobThatIsNotThereIsNullAndNoError() {
        JsonNode answer = execute("{job(id: 3) {id}}");

        assertThat(answer).isEqualTo(json("{\"data\":{\"job\":null}}"));
        assertThat(execute("{job(id: 0) {id}}").at("/errors/0/extensions/field").asText())
                .isEqualTo("id");
    }

    @Test
    void pagesFollowEachOtherByCursorNewestFirst() {
        IntStream.rangeClosed(1, 60).forEach(id -> service.add(id, JobStatus.SUCCESS));
        String query = "query jobs($cursor: Cursor) {jobs(cursor: $cursor) {results {id} cursor}}";

        JsonNode first = data(query, Map.of()).path("jobs");
        JsonNode second =
                data(query, Map.of("cursor", first.path("cursor").asText())).path("jobs");
        JsonNode third =
                data(query, Map.of("cursor", second.path("cursor").asText())).path("jobs");

        assertThat(first.path("results")).hasSize(25);
        assertThat(first.at("/results/0/id").asInt()).isEqualTo(60);
        assertThat(second.at("/results/0/id").asInt()).isEqualTo(35);
        assertThat(third.path("results")).hasSize(10);
        assertThat(third.path("cursor").isNull()).isTrue();
    }

    @Test
    void cursorOfAnotherListIsRefused() {
        IntStream.rangeClosed(1, 30).forEach(id -> service.add(id, JobStatus.SUCCESS));
        String cursor = data("{jobs {cursor}}").at("/jobs/cursor").asText();

        JsonNode own = execute("{me {jobs(cursor: \"%s\") {results {id}}}}".formatted(cursor));
        JsonNode other = execute(
                "{jobs(cursor: \"%s\") {results {id}}}".formatted(cursor), Map.of(), Caller.loggedIn(8, "ben", false));

        assertThat(own.path("errors").isMissingNode()).isTrue();
        assertThat(own.at("/data/me/jobs/results")).hasSize(5);
        assertThat(other.at("/errors/0/extensions/field").asText()).isEqualTo("cursor");
        assertThat(other.path("data").isNull()).isTrue();
    }

    @Test
    void userIsFoundByNameWithAndWithoutTilde() {
        assertThat(data("{userByName(username: \"~ann\") {id}}")
                        .at("/userByName/id")
                        .asInt())
                .isEqualTo(7);
        assertThat(data("{userByName(username: \"ann\") {canonicalName}}")
                        .at("/userByName/canonicalName")
                        .asText())
                .isEqualTo("~ann");
        assertThat(execute("{userByName(username: \"ben\") {id}}")).isEqualTo(json("{\"data\":{\"userByName\":null}}"));
        assertThat(data("{userByID(id: 7) {username} me {username}}"))
                .isEqualTo(json("{\"userByID\":{\"username\":\"ann\"},\"me\":{\"username\":\"ann\"}}"));
        assertThat(data("{userByID(id: 9) {username}}").path("userByID").isNull())
                .isTrue();
    }

    @Test
    void versionTellsSettingsToWhoeverHasAToken() {
        JsonNode answer = execute(
                "{version {major minor patch deprecationDate settings {sshUser buildTimeout}}}",
                Map.of(),
                new Caller(7, "ann", false, Set.of()));

        assertThat(answer).isEqualTo(json("""
                {"data":{"version":{"major":0,"minor":0,"patch":0,"deprecationDate":null,
                 "settings":{"sshUser":"builds","buildTimeout":"1h30m"}}}}"""));
    }

    @Test
    void submitTakesEverythingThatItsArgumentsSay() {
        JsonNode job = data(
                        """
                mutation submit($manifest: String!, $tags: [String!], $note: String, $visibility: Visibility, $secrets: Boolean) {
                  submit(manifest: $manifest, tags: $tags, note: $note, visibility: $visibility, secrets: $secrets, execute: false) {
                    id status}}""",
                        Map.of(
                                "manifest", "image: x",
                                "tags", List.of("one", "two"),
                                "note", "n",
                                "visibility", "PRIVATE",
                                "secrets", false))
                .path("submit");

        assertThat(job).isEqualTo(json("{\"id\":99,\"status\":\"PENDING\"}"));
        assertThat(service.submitted.manifest()).isEqualTo("image: x");
        assertThat(service.submitted.tags()).containsExactly("one", "two");
        assertThat(service.submitted.note()).isEqualTo("n");
        assertThat(service.submitted.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(service.submitted.execute()).isFalse();
        assertThat(service.submitted.secrets()).isEqualTo(GiveSecrets.NO);
    }

    @Test
    void submitSaysWhetherTheJobGetsSecrets() {
        data("mutation {submit(manifest: \"image: x\", secrets: true) {id}}");
        assertThat(service.submitted.secrets()).isEqualTo(GiveSecrets.YES);

        data("mutation {submit(manifest: \"image: x\") {id}}");
        assertThat(service.submitted.secrets()).isEqualTo(GiveSecrets.IF_ALLOWED);
    }

    /** Defect 1 of the original: a job stayed `pending` though its submit had it executed. */
    @Test
    void jobThatIsSubmittedToBeExecutedIsQueuedAndUnlisted() {
        JsonNode job = data(
                        "mutation s($m: String!, $t: [String!], $v: Visibility, $e: Boolean) {submit(manifest: $m, tags: $t, visibility: $v, execute: $e) {status}}",
                        variables("m", "image: x", "t", List.of(""), "v", null, "e", null))
                .path("submit");

        assertThat(job.path("status").asText()).isEqualTo("QUEUED");
        assertThat(service.submitted.visibility()).isEqualTo(Visibility.UNLISTED);
        assertThat(service.submitted.execute()).isTrue();
        assertThat(service.submitted.tags()).isEmpty();
    }

    @Test
    void commandsAnswerWithTheJobAsItIsThen() {
        service.add(3, JobStatus.PENDING);

        assertThat(data("mutation {start(jobID: 3) {status}}")).isEqualTo(json("{\"start\":{\"status\":\"QUEUED\"}}"));
        assertThat(data("mutation {cancel(jobId: 3) {status}}"))
                .isEqualTo(json("{\"cancel\":{\"status\":\"CANCELLED\"}}"));
        assertThat(data("mutation {update(jobId: 3, visibility: PUBLIC) {visibility}}"))
                .isEqualTo(json("{\"update\":{\"visibility\":\"PUBLIC\"}}"));
        assertThat(service.calls).contains("start 3", "cancel 3", "show 3");
    }

    @Test
    void everyErrorOfAManifestIsToldWithItsPlace() {
        service.broken = new ManifestException(List.of(
                new Finding(Finding.Severity.ERROR, Problem.TYPE_WRONG, "image", 1, 8, "one"),
                new Finding(Finding.Severity.WARNING, Problem.KEY_UNKNOWN, "x", 2, 1, "only a warning"),
                new Finding(Finding.Severity.ERROR, Problem.TASK_DUPLICATE, "tasks[1]", 5, 3, "two")));

        JsonNode answer = execute("mutation {submit(manifest: \"\") {id}}");

        assertThat(answer).isEqualTo(json("""
                {"errors":[
                 {"message":"one","locations":[{"line":1,"column":11}],"path":["submit"],
                  "extensions":{"code":"SW-1008","field":"manifest","path":"image","line":1,"column":8}},
                 {"message":"two","locations":[{"line":1,"column":11}],"path":["submit"],
                  "extensions":{"code":"SW-1012","field":"manifest","path":"tasks[1]","line":5,"column":3}}],
                 "data":null}"""));
    }

    @Test
    void problemOfACommandLeavesTheRestOfTheAnswer() {
        service.broken = new ProblemException(Problem.JOB_ENDED, "Cancelling job 3: it has ended as `success`");

        assertThat(execute("mutation {cancel(jobId: 3) {id}}")).isEqualTo(json("""
                {"errors":[{"message":"Cancelling job 3: it has ended as `success`","locations":[{"line":1,"column":11}],
                 "path":["cancel"],"extensions":{"code":"SW-3003"}}],"data":{"cancel":null}}"""));
    }

    @Test
    void defectIsToldByItsIncidentAlone() {
        service.broken = new IllegalStateException("the password is hunter2");

        JsonNode error = execute("{jobs {results {id}}}").at("/errors/0");

        assertThat(error.at("/extensions/code").asText()).isEqualTo("SW-5005");
        assertThat(error.toString()).contains("incident").doesNotContain("hunter2");
    }

    @Test
    void tokenWithoutTheScopeOfALogGetsTheRest() {
        service.add(3, JobStatus.SUCCESS);
        Caller jobsOnly = new Caller(7, "ann", false, Set.of(Grant.of("JOBS:RO")));

        JsonNode answer = execute("{job(id: 3) {id log {fullURL}}}", Map.of(), jobsOnly);

        assertThat(answer.at("/data/job")).isEqualTo(json("{\"id\":3,\"log\":null}"));
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("SW-2004");
        assertThat(answer.at("/errors/0/path")).isEqualTo(json("[\"job\",\"log\"]"));
    }

    @Test
    void documentThatIsNoneIsRefusedWithItsPlace() {
        for (String query : List.of("{jobs", "{nosuch}", "", "{jobs}", "query a {me {id}} query b {me {id}}")) {
            JsonNode answer = execute(query);

            assertThat(answer.at("/errors/0/extensions/code").asText())
                    .as(query)
                    .isEqualTo("SW-3040");
            assertThat(answer.path("data").isNull()).isTrue();
        }
        assertThat(execute("{nosuch}").at("/errors/0/locations/0/line").asInt()).isEqualTo(1);
    }
}
