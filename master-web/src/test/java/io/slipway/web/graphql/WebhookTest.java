// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.webhook.JobHappened;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest extends EngineRig {
    private static final UUID DELIVERY = new UUID(3, 4);
    private static final String QUERY = "query { webhook { uuid event date ... on JobEvent { job { id status } } } }";
    private static final String CREATE =
            "mutation createUserWebhook($config: UserWebhookInput!) { createUserWebhook(config: $config) { id url query events } }";

    @Test
    void webhookIsMadeListedAndDeleted() {
        JsonNode made = data(CREATE, config(QUERY)).path("createUserWebhook");
        JsonNode listed =
                data("query userWebhooks($cursor: Cursor) { userWebhooks(cursor: $cursor) { results { id url } cursor } }")
                        .path("userWebhooks");
        JsonNode found =
                data("{userWebhook(id: 5) {__typename id client {uuid}}}").path("userWebhook");
        JsonNode deleted = data("mutation {deleteUserWebhook(id: 5) {id}}").path("deleteUserWebhook");

        assertThat(made.path("id").asInt()).isEqualTo(5);
        assertThat(made.path("query").asText()).isEqualTo(QUERY);
        assertThat(made.path("events")).isEqualTo(json("[\"JOB_CREATED\",\"JOB_UPDATED\"]"));
        assertThat(listed.path("results")).isEqualTo(json("[{\"id\":5,\"url\":\"https://hook.example/\"}]"));
        assertThat(listed.path("cursor").asText()).isNotEmpty();
        assertThat(found).isEqualTo(json("{\"__typename\":\"UserWebhookSubscription\",\"id\":5,\"client\":null}"));
        assertThat(deleted.path("id").asInt()).isEqualTo(5);
        assertThat(service.calls).contains("delete webhook 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{ webhook",
                "{ nosuch }",
                "mutation { cancel(jobId: 1) { id } }",
                "query a { webhook { uuid } } query b { webhook { uuid } }",
                "query a($id: Int!) { job(id: $id) { id } }",
                "fragment f on Job { id }",
                "{ a: userWebhook(id: 5) { sample(event: JOB_CREATED) } b: userWebhook(id: 5) { sample(event: JOB_CREATED) } }",
                "{ ...f } fragment f on Query { userWebhooks { results { id } } }"
            })
    void queryThatCannotBeRunByItselfIsRefused(String query) {
        JsonNode answer = execute(CREATE, config(query), FakeService.ANN);

        assertThat(answer.at("/errors/0/extensions/code").asText())
                .as(answer.toString())
                .isEqualTo("SW-3040");
        assertThat(service.webhooks).isEmpty();
    }

    @Test
    void storedQueryIsRunAboutWhatHasHappened() {
        service.add(3, JobStatus.SUCCESS);

        String body = engine(250).run(FakeService.ANN, QUERY, happened(3));

        assertThat(json(body)).isEqualTo(json("""
                {"data":{"webhook":{"uuid":"%s","event":"JOB_UPDATED","date":"2026-01-02T03:04:05Z",
                 "job":{"id":3,"status":"SUCCESS"}}}}""".formatted(DELIVERY)));
    }

    @Test
    void storedQueryReadsNoMoreThanItsTokenCould() {
        service.add(3, JobStatus.SUCCESS);
        Caller jobsOnly = new Caller(7, "ann", false, Set.of(Grant.of("JOBS:RO")));

        JsonNode answer = json(
                engine(250).run(jobsOnly, "{webhook {... on JobEvent {job {log {fullURL}}}} me {id}}", happened(3)));

        assertThat(answer.path("errors").findValuesAsText("code")).containsExactlyInAnyOrder("SW-2004", "SW-2004");
        assertThat(answer.toString()).doesNotContain("/query/log/");
    }

    @Test
    void outsideOfAWebhookNothingHasHappened() {
        JsonNode answer = execute("{webhook {uuid}}");

        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("SW-3046");
        assertThat(answer.path("data").isNull()).isTrue();
    }

    @Test
    void sampleIsOfAJobThatIsMadeUpAndReadsNothing() {
        String query = """
                {webhook {event ... on JobEvent {job {id status manifest tasks {name log {fullURL}} artifacts {id} group {id}
                 log {last128KiB} secrets {uuid} owner {canonicalName}}}}}""";
        service.webhooks.put(
                5L, new WebhookView(5, List.of(WebhookEvent.JOB_CREATED), query, "https://x", FakeService.THEN));
        service.add(1, JobStatus.FAILED);

        JsonNode sample = json(data("{userWebhook(id: 5) {sample(event: JOB_CREATED)}}")
                .at("/userWebhook/sample")
                .asText());

        assertThat(sample.path("errors").isMissingNode()).as(sample.toString()).isTrue();
        assertThat(sample.at("/data/webhook/event").asText()).isEqualTo("JOB_CREATED");
        assertThat(sample.at("/data/webhook/job/status").asText()).isEqualTo("QUEUED");
        assertThat(sample.at("/data/webhook/job/manifest").asText()).startsWith("image:");
        assertThat(service.calls).containsExactly("webhook", "profiles");
    }

    @Test
    void queryThatSamplesItselfEndsAtOnce() {
        String itself = "{a: userWebhook(id: 5) {sample(event: JOB_CREATED)}}";
        service.webhooks.put(5L, new WebhookView(5, List.of(), itself, "https://x", FakeService.THEN));

        JsonNode sample =
                json(data(itself.replace("a: ", "")).at("/userWebhook/sample").asText());
        JsonNode delivered = json(engine(250).run(FakeService.ANN, itself, happened(3)));

        assertThat(sample.at("/errors/0/extensions/code").asText()).isEqualTo("SW-3040");
        assertThat(delivered.at("/errors/0/extensions/code").asText()).isEqualTo("SW-3040");
    }

    @Test
    void deliveriesOfAllWebhooksAreReadAtOnce() {
        for (long id : new long[] {5, 6, 7}) {
            service.webhooks.put(id, new WebhookView(id, List.of(), QUERY, "https://x", FakeService.THEN));
        }

        JsonNode webhooks = data("""
                {userWebhooks {results {id deliveries {cursor results {
                  uuid date event requestBody responseBody responseHeaders responseStatus}}}}}""").at("/userWebhooks/results");

        assertThat(webhooks).hasSize(3);
        assertThat(webhooks.get(0).path("deliveries")).isEqualTo(json("""
                {"cursor":null,"results":[{"uuid":"%s","date":"2026-01-02T03:04:05Z","event":"JOB_CREATED",
                 "requestBody":"{}","responseBody":null,"responseHeaders":"a: b\\n","responseStatus":200}]}""".formatted(new UUID(1, 2))));
        assertThat(service.calls).containsExactly("webhooks from 0", "deliveries {5=0, 6=0, 7=0}");
    }

    @Test
    void deliveryNamesItsWebhook() {
        service.webhooks.put(5L, new WebhookView(5, List.of(), QUERY, "https://x", FakeService.THEN));

        assertThat(data("{userWebhook(id: 5) {deliveries {results {subscription {id}}}}}")
                        .at("/userWebhook/deliveries/results/0/subscription/id")
                        .asInt())
                .isEqualTo(5);
        assertThat(service.calls).containsExactly("webhook", "deliveries {5=0}");
    }

    private static Map<String, Object> config(String query) {
        return Map.of(
                "config",
                Map.of(
                        "url",
                        "https://hook.example/",
                        "events",
                        List.of("JOB_CREATED", "JOB_UPDATED"),
                        "query",
                        query));
    }

    private static JobHappened happened(long job) {
        return new JobHappened(DELIVERY, WebhookEvent.JOB_UPDATED, FakeService.THEN, new JobId(job));
    }
}
