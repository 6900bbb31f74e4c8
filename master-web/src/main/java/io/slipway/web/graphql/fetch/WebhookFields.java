// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Webhooks;
import io.slipway.master.webhook.JobHappened;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookPart;
import io.slipway.master.webhook.WebhookView;
import io.slipway.web.graphql.fetch.Loaders.DeliveriesPart;
import io.slipway.web.graphql.limit.Costs;
import io.slipway.web.graphql.limit.Deadline;
import io.slipway.web.graphql.schema.Fields;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Webhooks of the caller's, their deliveries, and what their queries may ask for. */
final class WebhookFields implements Fields {
    private static final String LIST = "webhooks";

    private final Webhooks webhooks;
    private final StoredQueries queries;
    private final Cursors cursors;

    WebhookFields(Webhooks webhooks, StoredQueries queries, Cursors cursors) {
        this.webhooks = webhooks;
        this.queries = queries;
        this.cursors = cursors;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("userWebhooks", this::list)
                                .dataFetcher("userWebhook", this::find)
                                .dataFetcher("webhook", WebhookFields::happened))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("createUserWebhook", this::create)
                                .dataFetcher("deleteUserWebhook", this::delete))
                .type("WebhookSubscriptionCursor", Page.fields())
                .type("WebhookDeliveryCursor", Page.fields())
                .type(
                        "WebhookSubscription",
                        type -> type.typeResolver(
                                webhook -> webhook.getSchema().getObjectType("UserWebhookSubscription")))
                .type(
                        "WebhookPayload",
                        type -> type.typeResolver(event -> event.getSchema().getObjectType("JobEvent")))
                .type("OAuthClient", type -> type.dataFetcher("uuid", field -> ""))
                .type("UserWebhookSubscription", this::webhook)
                .type("WebhookDelivery", WebhookFields::delivery)
                .type("JobEvent", WebhookFields::event);
    }

    private Page<WebhookView> list(DataFetchingEnvironment field) {
        Caller caller = Read.caller(field);
        WebhookPart<WebhookView> found =
                webhooks.list(caller, cursors.open(caller, LIST, field.getArgument("cursor")), Costs.PAGE);
        return new Page<>(found.results(), cursors.seal(caller, LIST, found.next()));
    }

    private WebhookView find(DataFetchingEnvironment field) {
        return webhooks.find(Read.caller(field), field.<Integer>getArgument("id"));
    }

    private WebhookView delete(DataFetchingEnvironment field) {
        return webhooks.delete(Read.caller(field), field.<Integer>getArgument("id"));
    }

    private WebhookView create(DataFetchingEnvironment field) {
        Map<String, Object> config = field.getArgument("config");
        String query = (String) config.get("query");
        queries.check(query);
        List<WebhookEvent> events = ((List<?>) config.get("events"))
                .stream().map(event -> WebhookEvent.valueOf((String) event)).toList();
        return webhooks.create(Read.caller(field), new NewWebhook((String) config.get("url"), events, query));
    }

    private TypeRuntimeWiring.Builder webhook(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("id", Read.of(WebhookView.class, WebhookView::id))
                .dataFetcher("events", Read.of(WebhookView.class, WebhookView::events))
                .dataFetcher("query", Read.of(WebhookView.class, WebhookView::query))
                .dataFetcher("url", Read.of(WebhookView.class, WebhookView::url))
                .dataFetcher("client", field -> null)
                .dataFetcher("deliveries", this::deliveries)
                .dataFetcher("sample", this::sample);
    }

    private String sample(DataFetchingEnvironment field) {
        if (field.getGraphQlContext().hasKey(JobHappened.class)) {
            throw new ProblemException(
                    Problem.QUERY_ILLEGAL, "Reading `sample`: it is not there in the queries of webhooks");
        }
        WebhookView webhook = field.getSource();
        return queries.sample(
                Read.caller(field),
                webhook.query(),
                WebhookEvent.valueOf(field.getArgument("event")),
                field.getGraphQlContext().get(Deadline.class));
    }

    private CompletableFuture<Page<Delivered>> deliveries(DataFetchingEnvironment field) {
        Caller caller = Read.caller(field);
        WebhookView webhook = field.getSource();
        String list = "deliveries of " + webhook.id();
        long start = cursors.open(caller, list, field.getArgument("cursor"));
        return Loaders.deliveries(field, new DeliveriesPart(webhook.id(), start))
                .thenApply(found -> new Page<>(
                        found.results().stream()
                                .map(sent -> new Delivered(webhook, sent))
                                .toList(),
                        cursors.seal(caller, list, found.next())));
    }

    /** A delivery with the webhook under which it is listed. */
    private record Delivered(WebhookView webhook, WebhookDelivery sent) {}

    private static TypeRuntimeWiring.Builder delivery(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("uuid", sent(sent -> sent.uuid().toString()))
                .dataFetcher("date", sent(WebhookDelivery::date))
                .dataFetcher("event", sent(WebhookDelivery::event))
                .dataFetcher("subscription", Read.of(Delivered.class, Delivered::webhook))
                .dataFetcher("requestBody", sent(WebhookDelivery::requestBody))
                .dataFetcher("responseBody", sent(WebhookDelivery::responseBody))
                .dataFetcher("responseHeaders", sent(WebhookDelivery::responseHeaders))
                .dataFetcher("responseStatus", sent(WebhookDelivery::responseStatus));
    }

    private static DataFetcher<Object> sent(Function<WebhookDelivery, ?> value) {
        return Read.of(Delivered.class, delivered -> value.apply(delivered.sent()));
    }

    private static JobHappened happened(DataFetchingEnvironment field) {
        JobHappened happened = field.getGraphQlContext().get(JobHappened.class);
        if (happened == null) {
            throw new ProblemException(
                    Problem.NOTHING_HAPPENED, "Reading `webhook`: it is there in the queries of webhooks alone");
        }
        return happened;
    }

    private static TypeRuntimeWiring.Builder event(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher(
                        "uuid", Read.of(JobHappened.class, event -> event.uuid().toString()))
                .dataFetcher("event", Read.of(JobHappened.class, JobHappened::event))
                .dataFetcher("date", Read.of(JobHappened.class, JobHappened::date))
                .dataFetcher(
                        "job",
                        field -> Loaders.job(
                                field, field.<JobHappened>getSource().job()));
    }
}
