// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import io.slipway.master.ejb.Graph;
import io.slipway.web.graphql.schema.Fields;
import java.util.List;

/** Every family of fields, on the beans of the job service. */
public final class Families {
    private Families() {}

    public static List<Fields> of(Services services, StoredQueries queries) {
        Graph graph = services.graph();
        Cursors cursors = new Cursors(graph::cursorKey);
        JobFields jobFields =
                new JobFields(cursors, new Addresses(() -> graph.instance().origin()));
        return List.of(
                new VersionFields(graph::instance),
                new UserFields(jobFields),
                jobFields,
                new JobCommands(services.jobs(), graph),
                new GroupFields(services.groups(), graph),
                new WebhookFields(services.webhooks(), queries, cursors),
                new SecretFields(services.secrets(), cursors),
                new ClosedFields());
    }
}
