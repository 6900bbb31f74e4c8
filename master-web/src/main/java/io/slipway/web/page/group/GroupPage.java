// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.group;

import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.master.ejb.Groups;
import io.slipway.master.group.GroupView;
import io.slipway.web.api.Links;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows one group of jobs, and starts or cancels it. */
@Named
@ViewScoped
public class GroupPage implements Serializable {
    @EJB
    private transient Groups groups;

    private String id;
    private transient GroupView group;

    @PostConstruct
    void begin() {
        Object named = Faces.getRequest().getAttribute(Routes.GROUP);
        id = named == null ? "" : named.toString();
    }

    /** Answers 404 for a group that is not there, or another user's. */
    public void open() {
        try {
            getGroup();
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            Faces.setRequestAttribute("sentence", e.getMessage());
            Faces.responseSendError(404, e.getMessage());
        }
    }

    public GroupView getGroup() {
        if (group == null) {
            group = groups.find(Frame.caller(), group());
        }
        return group;
    }

    /** Reads the group again. */
    public void refresh() {
        group = null;
    }

    public void start() {
        lead(() -> groups.start(Frame.caller(), group()));
    }

    public void cancel() {
        lead(() -> {
            if (groups.cancel(Frame.caller(), group()).isCancellable()) {
                Messages.addFlashGlobalInfo("The runners are told to end their jobs.");
            }
        });
    }

    public List<TriggerLine> getTriggers() {
        return getGroup().triggers().stream().map(TriggerLine::of).toList();
    }

    public List<DeliveryLine> getDeliveries() {
        return getGroup().deliveries().stream().map(DeliveryLine::of).toList();
    }

    public String link(JobId job) {
        return Links.page(getGroup().owner(), job);
    }

    private GroupId group() {
        return Numbers.group(id);
    }

    /** Carries a command out and leads to the page once more, so that loading it anew does nothing twice. */
    private void lead(Runnable command) {
        String to = Links.page(getGroup().owner(), group());
        try {
            command.run();
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(to);
    }
}
