// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.idl.TypeRuntimeWiring;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One page of a list.
 *
 * @param cursor where the next begins; null when this is the last
 */
record Page<T>(List<T> results, String cursor) {

    /** How the fields of every cursor type are read. */
    static UnaryOperator<TypeRuntimeWiring.Builder> fields() {
        return type -> type.dataFetcher(
                        "results", field -> field.<Page<?>>getSource().results())
                .dataFetcher("cursor", field -> field.<Page<?>>getSource().cursor());
    }
}
