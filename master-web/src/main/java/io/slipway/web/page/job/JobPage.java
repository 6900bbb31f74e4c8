// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.error.ProblemException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.log.LogName;
import io.slipway.master.access.Permissions;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.ejb.Deliveries;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.RestartView;
import io.slipway.master.waiting.Waiting;
import io.slipway.web.api.Links;
import io.slipway.web.note.Note;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.page.group.DeliveryLine;
import io.slipway.web.page.jobs.Crumb;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows one job, and starts, cancels, restarts or resubmits it. */
@Named
@ViewScoped
public class JobPage implements Serializable {
    @EJB
    private transient Jobs jobs;

    @EJB
    private transient Groups groups;

    @EJB
    private transient Deliveries deliveries;

    private final JobAddress address = JobAddress.of(Faces.getRequest());
    private String script;
    private transient JobView job;
    private transient List<DeliveryLine> deliveryLines;
    private transient GroupId group;
    private transient boolean groupRead;
    private transient Optional<Waiting> waiting;

    /** Answers 404 for a job that is not there, and leads who is not logged in to the login: it may be a private one. */
    public void open() {
        JobAddress.open(this::getJob);
    }

    public JobView getJob() {
        if (job == null) {
            job = address.find(Frame.caller(), jobs);
        }
        return job;
    }

    /** Reads the job again. */
    public void refresh() {
        job = null;
        deliveryLines = null;
        groupRead = false;
        waiting = null;
    }

    public void start() {
        lead(() -> {
            jobs.start(Frame.caller(), job());
            return page();
        });
    }

    public void cancel() {
        lead(() -> {
            jobs.cancel(Frame.caller(), job());
            refresh();
            if (isCancellable()) {
                Messages.addFlashGlobalInfo("The runner is told to end the job.");
            }
            return page();
        });
    }

    public void endStandby() {
        lead(() -> {
            jobs.cancel(Frame.caller(), job());
            Messages.addFlashGlobalInfo("The runner is told to end the guest.");
            return page();
        });
    }

    public void restartFromTask() {
        restart(From.FAILED_TASK);
    }

    public void restartFromStart() {
        restart(From.START);
    }

    public void restartInStandingGuest() {
        restart(From.STANDING_GUEST);
    }

    private void restart(From from) {
        lead(() -> {
            jobs.restart(Frame.caller(), job(), new RestartRequest(from, script == null ? "" : script));
            return page();
        });
    }

    /** What the failed task is to run instead of the manifest's script. */
    public String getScript() {
        return script;
    }

    public void setScript(String script) {
        this.script = script;
    }

    public void resubmit() {
        lead(() -> Links.page(
                Frame.caller().username(),
                jobs.resubmit(Frame.caller(), job()).job().id()));
    }

    public boolean isMine() {
        return Permissions.owns(Frame.caller(), getJob().owner());
    }

    public boolean isStartable() {
        return isMine() && getJob().status() == JobStatus.PENDING;
    }

    public boolean isRestartable() {
        return isMine() && getJob().status().mayBeRestarted();
    }

    /** Its owner alone may log in, and an administrator end it. */
    public boolean isStandingMine() {
        return isMine() && getJob().standing() != null;
    }

    /** Whether a script may take the place of the manifest's. */
    public boolean isScriptable() {
        return getJob().checkpoint() != null
                || getJob().standing() != null && getJob().standing().task() != null;
    }

    public boolean isCancellable() {
        return isMine() && !getJob().status().isTerminal();
    }

    /** One sentence about where the job stands. */
    public String getSentence() {
        return waiting().map(Waiting::sentence).orElseGet(() -> Sentences.of(getJob()));
    }

    private Optional<Waiting> waiting() {
        if (waiting == null) {
            waiting = getJob().status().mayWait() ? jobs.waiting(Frame.caller(), job()) : Optional.empty();
        }
        return waiting;
    }

    /** The note, as HTML that does no harm. */
    public String getNote() {
        return Note.html(getJob().note());
    }

    /** Each tag with the jobs below it. */
    public List<Crumb> getTags() {
        return Crumb.ofTags(getJob().owner(), getJob().tags());
    }

    /** Address of the jobs of its owner. */
    public String getOwner() {
        return Links.jobs(getJob().owner(), List.of());
    }

    public String getManifest() {
        return Links.job(job()) + "/manifest";
    }

    /** What of the newest attempt's logs is not there though the attempt ended. */
    public List<String> getGaps() {
        return Sentences.gaps(getJob());
    }

    public List<TaskLine> getTasks() {
        return TaskLine.of(getJob());
    }

    public AttemptView getAttempt() {
        return getJob().newestAttempt().orElse(null);
    }

    public List<Waterfall.Bar> waterfall(AttemptView attempt) {
        return Waterfall.of(getJob(), attempt, Instant.now());
    }

    public String words(RestartView restart) {
        return Sentences.of(restart);
    }

    public String getSetupLog() {
        return Links.log(job(), LogName.SETUP);
    }

    public String getStream() {
        return Links.job(job()) + "/events";
    }

    public String link(ArtifactView artifact) {
        return Links.artifact(job(), artifact);
    }

    /** The e-mails and webhooks that the job's ends have fired. */
    public List<DeliveryLine> getDeliveries() {
        if (deliveryLines == null) {
            deliveryLines = deliveries.of(Frame.caller(), job()).stream()
                    .map(DeliveryLine::of)
                    .toList();
        }
        return deliveryLines;
    }

    /** The group that the job is in; null when it is in none that the caller may see. */
    public GroupId getGroup() {
        if (!groupRead) {
            group = groups.ofJob(Frame.caller(), job()).orElse(null);
            groupRead = true;
        }
        return group;
    }

    /** Address of the group's page. */
    public String getGroupLink() {
        return getGroup() == null ? "" : Links.page(getJob().owner(), getGroup());
    }

    /** Whether a delivery may still be made. */
    public boolean isDelivering() {
        return getDeliveries().stream().anyMatch(line -> line.state().equals("pending"));
    }

    public String size(long bytes) {
        return Sentences.size(bytes);
    }

    private JobId job() {
        return address.job();
    }

    private String page() {
        return Links.page(getJob().owner(), job());
    }

    /** Carries a command out and leads to the page that it names, so that loading that page anew does nothing twice. */
    private void lead(Supplier<String> command) {
        String to = page();
        try {
            to = command.get();
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(to);
    }
}
