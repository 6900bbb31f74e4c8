// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.master.store.JobRow;

/**
 * Who may see and do what: the one place that decides it.
 *
 * <p>Public and unlisted jobs are seen by everybody who has the address, private ones by their owner and administrators. A job is
 * changed by its owner and administrators; what the batch operator shows, who may be a runner, and the accounts, are for administrators alone. Whoever came with a token also needs the token's grant.
 */
public final class Permissions {
    public static final Grant JOBS_READ = new Grant(Grant.Scope.JOBS, Grant.Access.RO);
    public static final Grant JOBS_WRITE = new Grant(Grant.Scope.JOBS, Grant.Access.RW);
    public static final Grant LOGS_READ = new Grant(Grant.Scope.LOGS, Grant.Access.RO);
    public static final Grant SECRETS_READ = new Grant(Grant.Scope.SECRETS, Grant.Access.RO);
    public static final Grant SECRETS_WRITE = new Grant(Grant.Scope.SECRETS, Grant.Access.RW);
    public static final Grant PROFILE_READ = new Grant(Grant.Scope.PROFILE, Grant.Access.RO);
    public static final Grant PROFILE_WRITE = new Grant(Grant.Scope.PROFILE, Grant.Access.RW);

    public static final Grant AUDIT_READ = new Grant(Grant.Scope.AUDIT, Grant.Access.RO);

    private Permissions() {}

    /** The caller must be somebody, and hold the grant. */
    public static void require(Caller caller, Grant grant) {
        if (caller.isAnonymous()) {
            throw new ProblemException(
                    Problem.CREDENTIALS_MISSING,
                    "Calling without credentials: a login or a token with `%s` is needed".formatted(grant));
        }
        requireOfToken(caller, grant);
    }

    /** The caller must be allowed to see the job; who is not is told that there is none. */
    public static void see(Caller caller, JobRow job, Grant grant) {
        if (!caller.isAnonymous()) {
            requireOfToken(caller, grant);
        }
        if (!maySee(caller, job)) {
            throw unknown(job.id());
        }
    }

    /** The caller must be allowed to change the job. */
    public static void change(Caller caller, JobRow job) {
        require(caller, JOBS_WRITE);
        if (!maySee(caller, job)) {
            throw unknown(job.id());
        }
        if (!owns(caller, job.ownerId())) {
            throw new ProblemException(
                    Problem.NOT_PERMITTED,
                    "Changing job %s: it is `~%s`'s; its owner and administrators may"
                            .formatted(job.id(), job.owner()));
        }
    }

    /**
     * Whether lists show the caller all jobs of a user, and not only the public ones.
     *
     * @param owner id of the user; 0 for everybody, which is for administrators alone
     */
    public static boolean listsAll(Caller caller, long owner) {
        if (owner == 0) {
            require(caller, JOBS_READ);
            if (!caller.administrator()) {
                throw new ProblemException(
                        Problem.NOT_PERMITTED,
                        "Listing everybody's jobs as `~%s`: only administrators may; your own are on your page"
                                .formatted(caller.username()));
            }
            return true;
        }
        if (!caller.isAnonymous()) {
            requireOfToken(caller, JOBS_READ);
        }
        return owns(caller, owner);
    }

    /** The caller must be an administrator, and hold the grant, to operate the runners. */
    public static void administer(Caller caller, Grant grant) {
        administer(caller, grant, "Operating the runners");
    }

    /**
     * The caller must be an administrator, and hold the grant.
     *
     * @param doing what is being done, as a sentence begins
     */
    public static void administer(Caller caller, Grant grant, String doing) {
        require(caller, grant);
        if (!caller.administrator()) {
            throw new ProblemException(
                    Problem.NOT_PERMITTED, "%s as `~%s`: only administrators may".formatted(doing, caller.username()));
        }
    }

    /**
     * Nothing may be kept from the caller, for what outlives the token or opens more than the token does: else whoever has that would come to
     * everything by it.
     *
     * @param doing what is being done, as a sentence begins
     */
    public static void requireEverything(Caller caller, String doing) {
        if (!caller.mayEverything()) {
            throw new ProblemException(
                    Problem.SCOPE_MISSING,
                    "%s with %s of `%s`: it has %s; the console, or a token with every scope that is no job's, is needed"
                            .formatted(
                                    doing,
                                    caller.job() ? "the token of a job" : "a token",
                                    caller.username(),
                                    caller.grants()));
        }
    }

    /** What is said of a job that is not there, or that the caller may not see. */
    public static ProblemException unknown(JobId job) {
        return new ProblemException(
                Problem.JOB_UNKNOWN, "Looking for job %s: there is none that you may see".formatted(job));
    }

    /** Whether the caller may see the job, whatever the token grants. */
    public static boolean maySee(Caller caller, JobRow job) {
        return job.visibility() != Visibility.PRIVATE || owns(caller, job.ownerId());
    }

    /**
     * Whether what belongs to a user is the caller's to see whole and to change, whatever the token grants: so it is for the user and for
     * administrators.
     *
     * @param owner id of the user
     */
    public static boolean owns(Caller caller, long owner) {
        return caller.administrator() || !caller.isAnonymous() && caller.userId() == owner;
    }

    /**
     * The same, of what names its user.
     *
     * @param owner name of the user, as the account has it
     */
    public static boolean owns(Caller caller, String owner) {
        return caller.administrator()
                || !caller.isAnonymous() && caller.username().equals(owner);
    }

    /** Whether the caller is an administrator, whatever the token grants. */
    public static boolean administers(Caller caller) {
        return caller.administrator();
    }

    private static void requireOfToken(Caller caller, Grant grant) {
        if (!caller.may(grant)) {
            throw new ProblemException(
                    Problem.SCOPE_MISSING,
                    "Calling with a token of `%s`: it has %s; `%s` is needed"
                            .formatted(caller.username(), caller.grants(), grant));
        }
    }
}
