// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.manifest.Finding;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.query.JobPage;
import io.slipway.master.query.JobView;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.master.testreport.TestResults;
import io.slipway.master.waiting.Waiting;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.List;
import java.util.Optional;

/**
 * What console and API can do with jobs. Every method checks first whether the caller may.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}; a job that the caller may not see does not exist for the caller.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Jobs {
    @EJB
    private MasterLifecycle lifecycle;

    /** @throws io.slipway.manifest.ManifestException with all findings, when the manifest has an error */
    public Submitted submit(Caller caller, Submission submission) {
        return lifecycle.master().submit().submit(caller, submission);
    }

    /** What is wrong with a manifest, without submitting it; in the order of its lines. */
    public List<Finding> check(Caller caller, String manifest) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return lifecycle.master().submit().check(caller, manifest);
    }

    /**
     * The caller's own jobs; an administrator's call with {@code everybody} lists all jobs.
     *
     * @param start id of the first job to list; 0 for the newest
     */
    public JobPage list(Caller caller, long start, int size, boolean everybody) {
        return lifecycle.master().jobs().list(caller, start, size, everybody);
    }

    public JobView find(Caller caller, JobId job) {
        return lifecycle.master().jobs().find(caller, job);
    }

    /** Why a job has not begun; nothing for one that runs or has ended. */
    public Optional<Waiting> waiting(Caller caller, JobId job) {
        return lifecycle.master().waiting().of(caller, job);
    }

    /** The test results among the artifacts of a job's newest attempt. */
    public TestResults tests(Caller caller, JobId job) {
        return lifecycle.master().tests().find(caller, job);
    }

    /** Starts a pending job. */
    public void start(Caller caller, JobId job) {
        audit().onJob(
                        caller,
                        Deed.of(Act.JOB_STARTED, job),
                        job,
                        () -> lifecycle.master().control().start(caller, job));
    }

    /** Ends a job in whatever state it is; a job that has ended already is a problem that says so. */
    public void cancel(Caller caller, JobId job) {
        audit().onJob(
                        caller,
                        Deed.of(Act.JOB_CANCELLED, job),
                        job,
                        () -> lifecycle.master().control().cancel(caller, job));
    }

    /** Has a job that ended without success tried again. */
    public void restart(Caller caller, JobId job, RestartRequest request) {
        audit().onJob(
                        caller,
                        Deed.of(Act.JOB_RESTARTED, job),
                        job,
                        () -> lifecycle.master().restart().restart(caller, job, request));
    }

    /** Submits the manifest of a job the caller may see as a new job of the caller's. */
    public Submitted resubmit(Caller caller, JobId job) {
        return lifecycle.master().control().resubmit(caller, job);
    }

    /** What a person types to submit a manifest by ssh; empty when the master has no ssh server. */
    public String sshCommand() {
        return lifecycle.master().submitDoor().command().orElse("");
    }

    /** Changes who may see a job. */
    public void show(Caller caller, JobId job, Visibility visibility) {
        Deed deed = Deed.of(Act.VISIBILITY_CHANGED, job).with("visibility", visibility.word());
        audit().act(caller, deed, () -> lifecycle.master().control().show(caller, job, visibility));
    }

    /** Whether another job with the manifest of this one would be trusted with the caller's secrets as this one was. */
    public boolean mayHaveSecrets(Caller caller, JobId job) {
        return lifecycle.master().control().mayHaveSecrets(caller, job);
    }

    /** Names of all images that runners offer now, for the console's submit page. */
    public List<String> offeredImages() {
        return lifecycle.master().images().names();
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
