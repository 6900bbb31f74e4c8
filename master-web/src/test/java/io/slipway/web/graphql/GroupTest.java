// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.error.Problem;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupTest extends EngineRig {

    @Test
    void groupIsMadeOfJobsWithTriggersInTheWordsOfManifests() {
        service.add(3, JobStatus.PENDING);
        service.add(5, JobStatus.PENDING);

        JsonNode made = data("""
                mutation {createGroup(jobIds: [3, 5], note: "n", triggers: [
                  {type: EMAIL, condition: ALWAYS, email: {to: "ann@jobs.example", inReplyTo: "<1@x>"}},
                  {type: WEBHOOK, condition: FAILURE, webhook: {url: "https://hook.example"}}]) {
                  id created note owner {canonicalName} jobs {id status}
                  triggers {condition ... on EmailTrigger {to cc inReplyTo} ... on WebhookTrigger {url}}}}""");

        assertThat(made.path("createGroup")).isEqualTo(json("""
                {"id":4,"created":"2026-01-02T03:04:05Z","note":null,"owner":{"canonicalName":"~ann"},
                 "jobs":[{"id":3,"status":"PENDING"},{"id":5,"status":"PENDING"}],
                 "triggers":[{"condition":"ALWAYS","to":"ann@jobs.example","cc":null,"inReplyTo":null},
                             {"condition":"FAILURE","url":"https://hook.example"}]}"""));
        assertThat(service.calls).contains("create [3, 5] n true");
        assertThat(json(service.calls.get(0).replaceFirst("triggers ", ""))).isEqualTo(json("""
                [{"action":"email","condition":"always","to":"ann@jobs.example","in_reply_to":"<1@x>"},
                 {"action":"webhook","condition":"failure","url":"https://hook.example"}]"""));
    }

    @Test
    void groupMayBeMadeWithoutTriggersAndStartedLater() {
        service.add(3, JobStatus.PENDING);

        data("mutation {createGroup(jobIds: [3], execute: false) {id}}");
        JsonNode started =
                data("mutation {startGroup(groupId: 4) {id jobs {id}}}").path("startGroup");

        assertThat(started).isEqualTo(json("{\"id\":4,\"jobs\":[{\"id\":3}]}"));
        assertThat(service.calls).contains("create [3]  false", "start group 4");
    }

    @Test
    void triggerThatDoesNotSayHowIsRefused() {
        JsonNode answer =
                execute("mutation {createGroup(jobIds: [3], triggers: [{type: EMAIL, condition: ALWAYS}]) {id}}");

        assertThat(answer.at("/errors/0/message").asText())
                .isEqualTo("Reading a trigger of type `EMAIL`: `email` is needed");
        assertThat(answer.at("/errors/0/extensions/field").asText()).isEqualTo("triggers");
        assertThat(service.calls).isEmpty();
    }

    @Test
    void findingsOfTriggersAreToldAsTheArgument() {
        service.broken = new ManifestException(
                List.of(new Finding(Finding.Severity.ERROR, Problem.VALUE_ILLEGAL, "triggers[0].to", 0, 0, "one")));

        JsonNode error = execute(
                        "mutation {createGroup(jobIds: [3], triggers: [{type: EMAIL, condition: ALWAYS, email: {to: \"\"}}]) {id}}")
                .at("/errors/0");

        assertThat(error.path("message").asText()).isEqualTo("one");
        assertThat(error.at("/extensions/field").asText()).isEqualTo("triggers");
    }

    @Test
    void groupsOfAPageOfJobsAreReadAtOnce() {
        IntStream.rangeClosed(1, 10).forEach(id -> service.add(id, JobStatus.SUCCESS));
        service.group(List.of(new JobId(2), new JobId(9), new JobId(77)), List.of());

        JsonNode jobs = data("{jobs {results {id group {jobs {id}}}}}").at("/jobs/results");

        assertThat(jobs.get(0).path("group").isNull()).isTrue();
        assertThat(jobs.get(1)).isEqualTo(json("{\"id\":9,\"group\":{\"jobs\":[{\"id\":2},{\"id\":9}]}}"));
        assertThat(service.calls).containsExactly("jobsOf", "groups", "jobs");
    }
}
