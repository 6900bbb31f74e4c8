// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.idl.RuntimeWiring;
import io.slipway.master.graph.InstanceView;
import io.slipway.web.graphql.schema.Fields;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** The version of this API, and what of the instance's settings clients need to know. */
final class VersionFields implements Fields {
    private final Supplier<InstanceView> instance;

    VersionFields(Supplier<InstanceView> instance) {
        this.instance = instance;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("version", field -> instance.get()))
                .type(
                        "Version",
                        type -> type.dataFetcher("major", field -> 0)
                                .dataFetcher("minor", field -> 0)
                                .dataFetcher("patch", field -> 0)
                                .dataFetcher("deprecationDate", field -> null)
                                .dataFetcher("settings", field -> field.getSource()))
                .type(
                        "Settings",
                        type -> type.dataFetcher("sshUser", field -> InstanceView.SSH_USER)
                                .dataFetcher(
                                        "buildTimeout", Read.of(InstanceView.class, seen -> text(seen.timeLimit()))));
    }

    /** As settings have it: {@code 45m}, {@code 1h30m}. */
    static String text(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
