// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import static java.util.stream.Collectors.toMap;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.artifact.ArtifactVault;
import io.slipway.master.audit.SeenJobs;
import io.slipway.master.graph.JobEntry.TaskEntry;
import io.slipway.master.log.LogFiles;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.ManyJobsStore;
import io.slipway.master.store.ManyJobsStore.NumberedTask;
import io.slipway.master.store.Stores;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Jobs with what belongs to them, many at a time. Of jobs that the caller may not see nothing is told, as if there were none. */
public final class ManyJobs {
    /** How much of the end of a log is read at once. */
    public static final int TAIL_BYTES = 128 << 10;

    private final JobStore jobs;
    private final ManyJobsStore many;
    private final ArtifactVault vault;
    private final LogFiles files;
    private final SeenJobs seenJobs;

    public ManyJobs(Stores stores, ArtifactVault vault, LogFiles files, SeenJobs seenJobs) {
        this.seenJobs = seenJobs;
        this.jobs = stores.jobs();
        this.many = stores.manyJobs();
        this.vault = vault;
        this.files = files;
    }

    /**
     * The jobs of a user: all of the caller's own, and for administrators; the public ones of others.
     *
     * @param owner id of the user
     * @param start id of the first job to list; 0 for the newest
     */
    public JobEntries of(Caller caller, long owner, long start, int size) {
        Permissions.require(caller, Permissions.JOBS_READ);
        long from = start == 0 ? Long.MAX_VALUE : start;
        List<JobRow> rows = Permissions.owns(caller, owner)
                ? jobs.list(owner, from, size + 1)
                : many.publicOf(owner, from, size + 1);
        List<JobRow> shown = rows.subList(0, Math.min(size, rows.size()));
        return new JobEntries(
                entries(shown), rows.size() > size ? rows.get(size).id().value() : 0);
    }

    /** Those of the jobs that the caller may see, in no order. */
    public List<JobEntry> find(Caller caller, Collection<JobId> ids) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return entries(seen(caller, ids));
    }

    public Map<JobId, String> manifests(Caller caller, Collection<JobId> ids) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return many.manifests(ids(seen(caller, ids)));
    }

    /** The artifacts of each job's newest attempt, in the manifest's order. */
    public Map<JobId, List<ArtifactEntry>> artifacts(Caller caller, Collection<JobId> ids) {
        Permissions.require(caller, Permissions.JOBS_READ);
        Map<JobId, List<ArtifactEntry>> artifacts = new HashMap<>();
        many.artifacts(ids(seen(caller, ids)))
                .forEach((job, rows) ->
                        artifacts.put(job, rows.stream().map(this::entry).toList()));
        return artifacts;
    }

    /** The last {@link #TAIL_BYTES} of logs, as text; empty for one that has no bytes yet. */
    public Map<LogRef, String> tails(Caller caller, Collection<LogRef> logs) {
        Permissions.require(caller, Permissions.LOGS_READ);
        List<JobRow> rows =
                seen(caller, logs.stream().map(LogRef::job).distinct().toList());
        Map<JobId, JobRow> byId = rows.stream().collect(toMap(JobRow::id, Function.identity()));
        Map<JobId, List<NumberedTask>> tasks = many.tasks(byId.keySet());
        Map<LogRef, String> tails = new HashMap<>();
        for (LogRef log : logs) {
            JobRow row = byId.get(log.job());
            int attempt = row == null ? 0 : attempt(row, log.log(), tasks.getOrDefault(row.id(), List.of()));
            tails.put(log, attempt == 0 ? "" : tail(log, attempt));
        }
        return tails;
    }

    private List<JobRow> seen(Caller caller, Collection<JobId> ids) {
        List<JobRow> seen = many.find(ids).stream()
                .filter(row -> Permissions.maySee(caller, row))
                .toList();
        seen.forEach(row -> seenJobs.seen(caller, row));
        return seen;
    }

    private List<JobEntry> entries(List<JobRow> rows) {
        Map<JobId, List<NumberedTask>> tasks = rows.isEmpty() ? Map.of() : many.tasks(ids(rows));
        return rows.stream()
                .map(row -> entry(row, tasks.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private static JobEntry entry(JobRow row, List<NumberedTask> tasks) {
        return new JobEntry(
                row.id(),
                row.ownerId(),
                row.status(),
                row.visibility(),
                row.note(),
                row.tags(),
                row.image(),
                row.runner(),
                row.attempt(),
                row.created(),
                row.updated(),
                tasks.stream().map(task -> entry(row, task)).toList());
    }

    private static TaskEntry entry(JobRow job, NumberedTask task) {
        return new TaskEntry(
                task.id(),
                job.id(),
                task.name(),
                task.status(),
                job.created(),
                Stream.of(job.created(), task.started(), task.ended())
                        .filter(time -> time != null)
                        .reduce((earlier, later) -> later)
                        .orElseThrow());
    }

    private ArtifactEntry entry(ArtifactRow row) {
        boolean present = row.removed() == null
                && (row.object() != null || Files.isRegularFile(vault.file(row.job(), row.position(), row.name())));
        return new ArtifactEntry(row.job(), JobQuery.view(row), present);
    }

    /** The attempt whose log is meant: the newest, but for a task the one that ran it last. */
    private static int attempt(JobRow job, LogName log, List<NumberedTask> tasks) {
        return log.isSetup()
                ? job.attempt()
                : tasks.stream()
                        .filter(task -> LogName.of(task.name()).equals(log))
                        .map(NumberedTask::attempt)
                        .findFirst()
                        .orElse(0);
    }

    private String tail(LogRef log, int attempt) {
        long length = files.read(log.job(), attempt, log.log(), 0, 0).length();
        return Tail.text(files.read(log.job(), attempt, log.log(), Math.max(0, length - TAIL_BYTES), TAIL_BYTES)
                .bytes());
    }

    private static List<JobId> ids(List<JobRow> rows) {
        return rows.stream().map(JobRow::id).toList();
    }
}
