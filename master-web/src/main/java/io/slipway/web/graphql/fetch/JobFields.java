// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.JobEntry.TaskEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.web.graphql.error.Failures;
import io.slipway.web.graphql.fetch.Loaders.ListPart;
import io.slipway.web.graphql.schema.Fields;
import java.util.concurrent.CompletableFuture;

/** Jobs, and what belongs to them: tasks, logs, artifacts. */
final class JobFields implements Fields {
    private final Cursors cursors;
    private final Addresses addresses;

    JobFields(Cursors cursors, Addresses addresses) {
        this.cursors = cursors;
        this.addresses = addresses;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher(
                                        "jobs",
                                        field -> page(field, Read.caller(field).userId()))
                                .dataFetcher("job", JobFields::sought))
                .type("JobCursor", Page.fields())
                .type("Job", this::job)
                .type("Task", JobFields::task)
                .type("Log", this::log)
                .type("Artifact", this::artifact);
    }

    /** That it is null says no more to the caller; who came with the token of a job is noted all the same. */
    private static CompletableFuture<JobEntry> sought(DataFetchingEnvironment field) {
        JobId id = Read.job(field, "id");
        return Loaders.job(field, id).thenApply(found -> {
            if (found == null) {
                Failures.tell(
                        field.getGraphQlContext(),
                        new ProblemException(Problem.JOB_UNKNOWN, "Looking for job %s: no such job".formatted(id)));
            }
            return found;
        });
    }

    /** A page of the jobs of a user. */
    CompletableFuture<Page<JobEntry>> page(DataFetchingEnvironment field, long owner) {
        Caller caller = Read.caller(field);
        String list = "jobs of " + owner;
        long start = cursors.open(caller, list, field.getArgument("cursor"));
        return Loaders.list(field, new ListPart(owner, start))
                .thenApply(found -> new Page<>(found.jobs(), cursors.seal(caller, list, found.next())));
    }

    private TypeRuntimeWiring.Builder job(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("id", Read.of(JobEntry.class, job -> job.id().value()))
                .dataFetcher("created", Read.of(JobEntry.class, JobEntry::created))
                .dataFetcher("updated", Read.of(JobEntry.class, JobEntry::updated))
                .dataFetcher("status", Read.of(JobEntry.class, JobEntry::status))
                .dataFetcher(
                        "manifest",
                        field -> Loaders.manifest(field, source(field).id()))
                .dataFetcher("note", Read.of(JobEntry.class, job -> Read.orNull(job.note())))
                .dataFetcher("tags", Read.of(JobEntry.class, JobEntry::tags))
                .dataFetcher("visibility", Read.of(JobEntry.class, JobEntry::visibility))
                .dataFetcher("image", Read.of(JobEntry.class, JobEntry::image))
                .dataFetcher("runner", Read.of(JobEntry.class, job -> Read.orNull(job.runner())))
                .dataFetcher(
                        "owner", field -> Loaders.profile(field, source(field).ownerId()))
                .dataFetcher("tasks", Read.of(JobEntry.class, JobEntry::tasks))
                .dataFetcher(
                        "artifacts",
                        field -> Loaders.artifacts(field, source(field).id()))
                .dataFetcher(
                        "log",
                        Read.of(JobEntry.class, job -> job.hasLog() ? new LogRef(job.id(), LogName.SETUP) : null));
    }

    private static JobEntry source(DataFetchingEnvironment field) {
        return field.getSource();
    }

    private static TypeRuntimeWiring.Builder task(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("id", Read.of(TaskEntry.class, TaskEntry::id))
                .dataFetcher("created", Read.of(TaskEntry.class, TaskEntry::created))
                .dataFetcher("updated", Read.of(TaskEntry.class, TaskEntry::updated))
                .dataFetcher(
                        "name", Read.of(TaskEntry.class, task -> task.name().value()))
                .dataFetcher("status", Read.of(TaskEntry.class, TaskEntry::status))
                .dataFetcher("log", Read.of(TaskEntry.class, JobFields::logOf))
                .dataFetcher(
                        "job",
                        field -> Loaders.job(field, field.<TaskEntry>getSource().job()));
    }

    private static LogRef logOf(TaskEntry task) {
        return task.hasLog() ? new LogRef(task.job(), LogName.of(task.name())) : null;
    }

    private TypeRuntimeWiring.Builder log(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("last128KiB", field -> Loaders.tail(field, field.getSource()))
                .dataFetcher("fullURL", Read.of(LogRef.class, addresses::log));
    }

    private TypeRuntimeWiring.Builder artifact(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher(
                        "id",
                        Read.of(ArtifactEntry.class, found -> found.artifact().id()))
                .dataFetcher(
                        "created",
                        Read.of(ArtifactEntry.class, found -> found.artifact().created()))
                .dataFetcher(
                        "path",
                        Read.of(ArtifactEntry.class, found -> found.artifact().path()))
                .dataFetcher("size", Read.of(ArtifactEntry.class, JobFields::size))
                .dataFetcher(
                        "url",
                        Read.of(ArtifactEntry.class, found -> found.present() ? addresses.artifact(found) : null));
    }

    /** GraphQL's numbers end at 2 GiB: what is larger is told as that. */
    private static int size(ArtifactEntry found) {
        return (int) Math.min(Integer.MAX_VALUE, found.artifact().size());
    }
}
