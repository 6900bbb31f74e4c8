// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import io.slipway.master.access.Caller;
import io.slipway.master.webhook.JobHappened;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.web.graphql.limit.Deadline;

/** Queries that are kept to be run later, when something happens. */
public interface StoredQueries {
    /** Throws QUERY_ILLEGAL when it is no single query of this schema, or asks for webhooks. */
    void check(String query);

    /** The answer to a query about something that has happened, as JSON. */
    String run(Caller caller, String query, JobHappened happened);

    /**
     * The answer to a query as if the event had happened to a job that is made up.
     *
     * @param deadline of the operation that asks for it
     */
    String sample(Caller caller, String query, WebhookEvent event, Deadline deadline);
}
