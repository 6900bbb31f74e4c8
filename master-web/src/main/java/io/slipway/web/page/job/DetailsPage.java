// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.error.ProblemException;
import io.slipway.job.Visibility;
import io.slipway.master.access.Permissions;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobView;
import io.slipway.web.api.Links;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Asks the owner of a job who may see it. */
@Named
@ViewScoped
public class DetailsPage implements Serializable {
    @EJB
    private transient Jobs jobs;

    private final JobAddress address = JobAddress.of(Faces.getRequest());
    private transient JobView job;
    private String visibility;

    /** Answers 404 for a job that is not there, and 403 to who may see the job and not change it. */
    public void open() {
        JobAddress.open(() -> {
            if (!Permissions.owns(Frame.caller(), getJob().owner())) {
                Faces.responseSendError(403, "Only its owner and administrators may change a job.");
            }
        });
    }

    public JobView getJob() {
        if (job == null) {
            job = address.find(Frame.caller(), jobs);
        }
        return job;
    }

    public String getPage() {
        return Links.page(getJob().owner(), getJob().id());
    }

    public String getVisibility() {
        return visibility == null ? getJob().visibility().word() : visibility;
    }

    public void setVisibility(String visibility) {
        this.visibility = visibility;
    }

    public void save() {
        try {
            jobs.show(Frame.caller(), address.job(), Visibility.ofWord(visibility));
            Messages.addFlashGlobalInfo("Saved: the job is {0}.", visibility);
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(getPage() + "/settings/details");
    }
}
