// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.error.Kind;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobView;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import org.omnifaces.util.Faces;

/**
 * Which job an address names, by its owner and its number; texts that are not checked.
 *
 * @param owner name of the user, without tilde
 * @param number of the job
 */
record JobAddress(String owner, String number) implements Serializable {
    static JobAddress of(HttpServletRequest request) {
        return new JobAddress(text(request, Routes.OWNER), text(request, Routes.JOB));
    }

    private static String text(HttpServletRequest request, String attribute) {
        Object value = request.getAttribute(attribute);
        return value == null ? "" : value.toString();
    }

    /** Throws JOB_UNKNOWN when it is no number. */
    JobId job() {
        return Numbers.job(number);
    }

    /** The job, when the caller may see it and it is that user's; throws JOB_UNKNOWN. */
    JobView find(Caller caller, Jobs jobs) {
        return mine(jobs.find(caller, job()));
    }

    private JobView mine(JobView job) {
        if (!job.owner().equals(owner)) {
            throw new StrangeOwnerException(this);
        }
        return job;
    }

    /**
     * Runs what opens a page of the job: answers 404 when there is none, and leads who is not logged in to the login, because it may be a
     * private one.
     */
    static void open(Runnable page) {
        try {
            page.run();
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            boolean mayBePrivate = e.problem() == Problem.JOB_UNKNOWN && !(e instanceof StrangeOwnerException);
            if (mayBePrivate && Frame.caller().isAnonymous()) {
                Faces.redirect(Frame.login());
            } else {
                Frame.notFound(e.getMessage());
            }
        }
    }

    /** There is such a job, and the caller may see it, but it is another user's: a login would change nothing. */
    private static final class StrangeOwnerException extends ProblemException {
        StrangeOwnerException(JobAddress address) {
            super(
                    Problem.JOB_UNKNOWN,
                    "Looking for job %s of `~%s`: it is another user’s".formatted(address.number, address.owner));
        }
    }
}
