// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetcher;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.web.graphql.schema.Fields;
import java.util.List;

/** temporary. */
final class LaterFields implements Fields {
    private static final DataFetcher<?> LATER = field -> {
        throw new ProblemException(
                Problem.FIELD_CLOSED,
                "Reading `%s`: not built yet".formatted(field.getField().getName()));
    };

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        TypeResolver none = env -> null;
        all(wiring, "Query", "secrets", "userWebhooks", "userWebhook", "webhook");
        all(wiring, "Mutation", "shareSecret", "createUserWebhook", "deleteUserWebhook");
        wiring.type("Job", type -> type.dataFetcher("secrets", f -> null));
        all(wiring, "SecretCursor", "results", "cursor");
        for (String t : List.of("SSHKey", "PGPKey", "SecretFile")) {
            all(wiring, t, "id", "created", "uuid", "name", "fromUser");
        }
        all(wiring, "SecretFile", "path", "mode");
        all(wiring, "OAuthClient", "uuid");
        all(wiring, "UserWebhookSubscription", "id", "events", "query", "url", "client", "deliveries", "sample");
        all(wiring, "WebhookSubscriptionCursor", "results", "cursor");
        all(
                wiring,
                "WebhookDelivery",
                "uuid",
                "date",
                "event",
                "subscription",
                "requestBody",
                "responseBody",
                "responseHeaders",
                "responseStatus");
        all(wiring, "WebhookDeliveryCursor", "results", "cursor");
        all(wiring, "JobEvent", "uuid", "event", "date", "job");
        for (String t : List.of("Secret", "WebhookSubscription", "WebhookPayload")) {
            wiring.type(t, type -> type.typeResolver(none));
        }
    }

    private static void all(RuntimeWiring.Builder wiring, String name, String... fields) {
        wiring.type(name, type -> {
            for (String field : fields) {
                type.dataFetcher(field, LATER);
            }
            return type;
        });
    }
}
