// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.web.graphql.schema.Fields;
import java.util.List;

/** What can be done with jobs. */
final class JobCommands implements Fields {
    private static final String UNLISTED = Visibility.UNLISTED.name();

    private final Jobs jobs;
    private final Graph graph;

    JobCommands(Jobs jobs, Graph graph) {
        this.jobs = jobs;
        this.graph = graph;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                "Mutation",
                type -> type.dataFetcher("submit", this::submit)
                        .dataFetcher("start", this::start)
                        .dataFetcher("cancel", this::cancel)
                        .dataFetcher("update", this::update));
    }

    private JobEntry submit(DataFetchingEnvironment field) {
        List<String> tags = Read.argument(field, "tags", List.<String>of());
        Submission submission = new Submission(
                field.getArgument("manifest"),
                Read.argument(field, "note", ""),
                // The client that splits an empty text sends one empty tag.
                tags.stream().filter(tag -> !tag.isEmpty()).toList(),
                Read.argument(field, "execute", true),
                Visibility.valueOf(Read.argument(field, "visibility", UNLISTED)),
                GiveSecrets.of(field.getArgument("secrets")));
        return entry(field, jobs.submit(Read.caller(field), submission).job().id());
    }

    private JobEntry start(DataFetchingEnvironment field) {
        JobId job = Read.job(field, "jobID");
        jobs.start(Read.caller(field), job);
        return entry(field, job);
    }

    private JobEntry cancel(DataFetchingEnvironment field) {
        JobId job = Read.job(field, "jobId");
        jobs.cancel(Read.caller(field), job);
        return entry(field, job);
    }

    private JobEntry update(DataFetchingEnvironment field) {
        JobId job = Read.job(field, "jobId");
        jobs.show(Read.caller(field), job, Visibility.valueOf(field.getArgument("visibility")));
        return entry(field, job);
    }

    private JobEntry entry(DataFetchingEnvironment field, JobId job) {
        Caller caller = Read.caller(field);
        return graph.jobs(caller, List.of(job)).get(0);
    }
}
