// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.introspection.IntrospectionQuery;
import io.slipway.job.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest extends EngineRig {
    @Test
    void whatBelongsToAPageOfJobsIsReadForAllOfThemAtOnce() {
        IntStream.rangeClosed(1, 30).forEach(id -> service.add(id, JobStatus.SUCCESS));

        JsonNode jobs = json(engine(1_000), """
                {jobs {results {id manifest owner {canonicalName} artifacts {id} log {last128KiB}
                  tasks {name status log {last128KiB}}}}}""").at("/data/jobs/results");

        assertThat(jobs).hasSize(25);
        assertThat(service.calls).containsExactlyInAnyOrder("jobsOf", "manifests", "profiles", "artifacts", "tails");
    }

    @Test
    void listsThatAreAskedForAgainBelowAreReadOnce() {
        IntStream.rangeClosed(1, 3).forEach(id -> service.add(id, JobStatus.SUCCESS));

        data("{jobs {results {owner {... on User {jobs {results {id}}}}}} me {jobs {results {id}}}}");

        assertThat(service.calls.stream().filter("jobsOf"::equals)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatTheKnownClientAsksForStaysWithinTheLimit() {
        IntStream.rangeClosed(1, 30).forEach(id -> service.add(id, JobStatus.SUCCESS));

        JsonNode answer = execute("""
                query exportJobs($cursor: Cursor) {jobs(cursor: $cursor) {
                  results {id status note tags visibility log {fullURL} tasks {name status log {fullURL}}} cursor}}""");

        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
    }

    @Test
    void operationThatCostsTooMuchIsRefusedBeforeAnythingIsRead() {
        for (String query : List.of(
                "{jobs {results {tasks {log {last128KiB}}}}}",
                "{jobs {results {tasks {job {tasks {job {id}}}}}}}",
                "{me {jobs {results {owner {... on User {jobs {results {tasks {id}}}}}}}}}",
                aliases("id", 251),
                aliases("manifest", 11),
                aliases("log {last128KiB}", 3))) {
            JsonNode answer = execute(query);

            assertThat(answer.at("/errors/0/extensions/code").asText())
                    .as(query)
                    .isEqualTo("SW-3041");
            assertThat(answer.at("/errors/0/message").asText()).contains("at most 250");
        }
        assertThat(service.calls).isEmpty();
    }

    @Test
    void operationThatNestsTooDeepIsRefused() {
        String query = "{job(id: 3) {" + "tasks {job {".repeat(10) + "id" + "}}".repeat(10) + "}}";

        assertThat(json(engine(1_000_000), query).at("/errors/0/message").asText())
                .contains("at most 20");
    }

    @Test
    void fragmentsThatMultiplyAreRefusedAtOnce() {
        StringBuilder bomb = new StringBuilder("{job(id: 3) {...f0}}");
        for (int i = 0; i < 60; i++) {
            bomb.append(" fragment f%d on Job {...f%d ...f%d}".formatted(i, i + 1, i + 1));
        }
        bomb.append(" fragment f60 on Job {id}");

        long begun = System.nanoTime();
        JsonNode answer = execute(bomb.toString());

        assertThat(answer.path("errors")).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(service.calls).isEmpty();
    }

    @Test
    void operationThatTakesTooLongIsGivenUp() {
        service.add(3, JobStatus.SUCCESS);
        service.before = () -> clock.advance(Duration.ofSeconds(2));

        JsonNode slow = execute("{job(id: 3) {manifest artifacts {id}}}");

        assertThat(slow.path("data").isNull()).isTrue();
        assertThat(slow.path("errors")).hasSize(1);
        assertThat(slow.at("/errors/0/extensions/code").asText()).isEqualTo("SW-3042");
        service.calls.clear();
        assertThat(execute("{job(id: 3) {id manifest}}").path("errors").isMissingNode())
                .isTrue();
    }

    @Test
    void schemaMayBeAskedFor() {
        JsonNode answer = execute(IntrospectionQuery.INTROSPECTION_QUERY);

        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        assertThat(answer.at("/data/__schema/types").findValuesAsText("name")).contains("Job", "WebhookSubscription");
    }

    private static String aliases(String field, int count) {
        return "{jobs {results {"
                + IntStream.range(0, count)
                        .mapToObj(i -> "a" + i + ": " + field)
                        .collect(joining(" ")) + "}}}";
    }
}
