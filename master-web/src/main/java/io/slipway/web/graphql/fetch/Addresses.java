// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.web.api.Links;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Whole addresses, as clients need them that have nothing to resolve them against.
 *
 * @param origin of the service, without slash at the end
 */
record Addresses(Supplier<URI> origin) {

    String log(LogRef log) {
        String task = log.log().isSetup() ? "" : log.log().value() + "/";
        return "%s/query/log/%s/%slog".formatted(origin.get(), log.job(), task);
    }

    String artifact(ArtifactEntry artifact) {
        return origin.get() + Links.artifact(artifact.job(), artifact.artifact());
    }
}
