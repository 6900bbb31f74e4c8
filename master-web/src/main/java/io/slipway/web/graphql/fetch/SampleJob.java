// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.JobEntry.TaskEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.master.webhook.JobHappened;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderRegistry;

/** A job that is made up, to show what a webhook would be told. Nothing of it is read, whatever is asked for. */
public final class SampleJob {
    /** There may be a real one of this number; its place is taken before anything is read. */
    private static final JobId ID = new JobId(1);

    private static final TaskName TASK = new TaskName("build");
    private static final String MANIFEST = "image: debian/bookworm\ntasks:\n  - build: make\n";

    private SampleJob() {}

    /** Something that happens to it now. */
    public static JobHappened happened(WebhookEvent event, Instant now) {
        return new JobHappened(UUID.randomUUID(), event, now, ID);
    }

    /** Puts it, as a job of the caller's that was just submitted, where an operation looks for jobs. */
    public static void put(DataLoaderRegistry loaders, Caller caller, Instant now) {
        TaskEntry task = new TaskEntry(1, ID, TASK, TaskStatus.PENDING, now, now);
        JobEntry job = new JobEntry(
                ID,
                caller.userId(),
                JobStatus.QUEUED,
                Visibility.UNLISTED,
                "A sample",
                List.of("sample"),
                "debian/bookworm",
                "",
                0,
                now,
                now,
                List.of(task));
        prime(loaders, Loaders.JOBS, ID, job);
        prime(loaders, Loaders.MANIFESTS, ID, MANIFEST);
        prime(loaders, Loaders.ARTIFACTS, ID, List.of());
        prime(loaders, Loaders.GROUPS, ID, null);
        prime(loaders, Loaders.SECRETS, ID, List.of());
        prime(loaders, Loaders.TAILS, new LogRef(ID, LogName.SETUP), "");
        prime(loaders, Loaders.TAILS, new LogRef(ID, LogName.of(TASK)), "");
    }

    private static <K, V> void prime(DataLoaderRegistry loaders, String kind, K key, V value) {
        DataLoader<K, V> loader = loaders.getDataLoader(kind);
        loader.prime(key, value);
    }
}
