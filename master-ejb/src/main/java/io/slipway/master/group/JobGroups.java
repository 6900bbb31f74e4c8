// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.group;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.manifest.CheckedTriggers;
import io.slipway.manifest.TriggerParser;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.Permissions;
import io.slipway.master.control.ControlJob;
import io.slipway.master.group.GroupView.GroupedJob;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.GroupStore;
import io.slipway.master.store.GroupStore.GroupRow;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TriggerStore;
import io.slipway.master.trigger.DeliveryQuery;
import io.slipway.master.trigger.GroupStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes groups of jobs, starts, cancels and shows them, for their owners and administrators. Every command runs in one transaction. */
public final class JobGroups {
    private static final int LONGEST_NOTE = 4_096;
    private static final int MOST_JOBS = 500;
    private static final int MOST_TRIGGERS = 32;

    private final GroupStore groups;
    private final TriggerStore triggers;
    private final JobStore jobs;
    private final JobQuery query;
    private final ControlJob control;
    private final DeliveryQuery deliveries;
    private final TriggerParser parser;
    private final Runnable queued;
    private final Clock clock;

    /** @param queued is told when jobs were queued, before the transaction ends */
    public JobGroups(
            Stores stores,
            JobQuery query,
            ControlJob control,
            DeliveryQuery deliveries,
            TriggerParser parser,
            Runnable queued,
            Clock clock) {
        this.groups = stores.groups();
        this.triggers = stores.triggers();
        this.jobs = stores.jobs();
        this.query = query;
        this.control = control;
        this.deliveries = deliveries;
        this.parser = parser;
        this.queued = queued;
        this.clock = clock;
    }

    /**
     * Reads triggers as a manifest has them.
     *
     * @param list JSON
     * @throws io.slipway.manifest.ManifestException with all findings, when one is an error
     */
    public CheckedTriggers triggers(Caller caller, String list) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        return parser.parse(list);
    }

    /** @throws ProblemException GROUP_JOBS_ILLEGAL or REQUEST_ILLEGAL, and nothing has changed */
    public GroupView create(Caller caller, NewGroup group) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        checkNote(group.note());
        if (group.triggers().size() > MOST_TRIGGERS) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Creating a job group: it has %d triggers; at most %d are allowed"
                            .formatted(group.triggers().size(), MOST_TRIGGERS));
        }
        TreeSet<JobId> wanted = new TreeSet<>(group.jobs());
        if (wanted.isEmpty() || wanted.size() > MOST_JOBS) {
            throw illegalJobs("there are %d; 1 to %d are allowed".formatted(wanted.size(), MOST_JOBS));
        }
        List<JobId> free = groups.lockFree(caller.userId(), wanted);
        wanted.stream().filter(job -> !free.contains(job)).findFirst().ifPresent(job -> {
            throw illegalJobs("job %s is not so".formatted(job));
        });
        GroupId id = groups.insert(caller.userId(), group.note(), clock.instant());
        groups.join(id, free);
        triggers.insert(id, group.triggers());
        if (group.execute()) {
            queue(free);
        }
        return view(groups.find(id).orElseThrow());
    }

    /** Throws GROUP_UNKNOWN. */
    public GroupView find(Caller caller, GroupId group) {
        return view(mine(caller, group, Permissions.JOBS_READ));
    }

    /** The group that a job is in, when the caller may see both. */
    public Optional<GroupId> ofJob(Caller caller, JobId job) {
        JobRow row = query.seen(caller, job);
        return Permissions.owns(caller, row.ownerId()) ? groups.ofJob(job) : Optional.empty();
    }

    /** Queues the jobs that are pending, and leaves the others as they are. */
    public GroupView start(Caller caller, GroupId group) {
        GroupRow row = mine(caller, group, Permissions.JOBS_WRITE);
        queue(groups.lockJobs(group).stream()
                .filter(job -> job.status() == JobStatus.PENDING)
                .map(JobRow::id)
                .toList());
        return view(row);
    }

    /** Cancels the jobs that have not ended, and leaves the others as they are. */
    public GroupView cancel(Caller caller, GroupId group) {
        GroupRow row = mine(caller, group, Permissions.JOBS_WRITE);
        // All of them are locked before the first ends: who ends a job locks its group afterwards.
        groups.lockJobs(group).stream()
                .filter(job -> !job.status().isTerminal())
                .forEach(job -> control.cancel(caller, job.id()));
        return view(row);
    }

    private void queue(List<JobId> pending) {
        pending.forEach(job -> jobs.queue(job, clock.instant()));
        if (!pending.isEmpty()) {
            queued.run();
        }
    }

    private GroupView view(GroupRow row) {
        List<JobRow> ofGroup = groups.jobs(row.id());
        return new GroupView(
                row.id(),
                row.owner(),
                row.note(),
                GroupStatus.of(ofGroup.stream().map(JobRow::status).toList()),
                row.created(),
                ofGroup.stream()
                        .map(job -> new GroupedJob(job.id(), job.status(), job.note(), job.tags(), job.image()))
                        .toList(),
                triggers.of(row.id()),
                deliveries.of(row.id()));
    }

    private GroupRow mine(Caller caller, GroupId group, Grant grant) {
        Permissions.require(caller, grant);
        return groups.find(group)
                .filter(row -> Permissions.owns(caller, row.ownerId()))
                .orElseThrow(() -> new ProblemException(
                        Problem.GROUP_UNKNOWN,
                        "Looking for job group %s: there is none of that number on your account".formatted(group)));
    }

    private static ProblemException illegalJobs(String found) {
        return new ProblemException(
                Problem.GROUP_JOBS_ILLEGAL,
                "Creating a job group: Invalid list of job IDs. All jobs must be owned by you, not assigned to another job group, and in the pending state; %s"
                        .formatted(found));
    }

    private static void checkNote(String note) {
        int length = note.codePointCount(0, note.length());
        if (length > LONGEST_NOTE
                || note.indexOf('\0') >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(note)) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Creating a job group: its note has %d characters; at most %d of Unicode text are allowed"
                            .formatted(length, LONGEST_NOTE));
        }
    }
}
