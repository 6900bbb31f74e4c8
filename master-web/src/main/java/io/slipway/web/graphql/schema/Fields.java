// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import graphql.schema.idl.RuntimeWiring;

/** How the fields of one family of types are read. */
public interface Fields {
    void wire(RuntimeWiring.Builder wiring);
}
