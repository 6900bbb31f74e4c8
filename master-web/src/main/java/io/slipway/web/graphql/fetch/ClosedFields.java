// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetcher;
import graphql.schema.idl.RuntimeWiring;
import io.slipway.web.graphql.schema.Fields;

/** Fields that nobody may read; the directives of the schema close them, so that these fetchers are never called. */
final class ClosedFields implements Fields {
    private static final DataFetcher<?> CLOSED = field -> {
        throw new IllegalStateException(
                "field `%s` is not closed".formatted(field.getField().getName()));
    };

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Mutation",
                        type -> type.dataFetcher("claim", CLOSED)
                                .dataFetcher("updateJob", CLOSED)
                                .dataFetcher("updateTask", CLOSED)
                                .dataFetcher("createArtifact", CLOSED)
                                .dataFetcher("deleteUser", CLOSED))
                .type("SSHKey", type -> type.dataFetcher("privateKey", CLOSED))
                .type("PGPKey", type -> type.dataFetcher("privateKey", CLOSED))
                .type("SecretFile", type -> type.dataFetcher("data", CLOSED));
    }
}
