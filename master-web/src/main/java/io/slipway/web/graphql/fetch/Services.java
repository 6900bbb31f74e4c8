// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.ejb.Webhooks;

/** The beans of the job service that GraphQL needs. */
public record Services(Jobs jobs, Groups groups, Webhooks webhooks, Secrets secrets, Graph graph) {}
