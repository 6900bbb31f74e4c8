// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.ExecutionRef;
import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.ejb.Executions;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.master.operator.ExecutionView;
import io.slipway.web.api.Links;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows one execution of a runner's batch job, and stops, restarts or abandons it. */
@Named
@ViewScoped
public class ExecutionPage implements Serializable {
    /** How long after the end of an execution its guest may still come to be kept. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    @EJB
    private transient Executions executions;

    private String runner;
    private String id;
    private String script;
    private transient ExecutionDetail detail;

    @PostConstruct
    void begin() {
        runner = named(Routes.RUNNER);
        id = named(Routes.EXECUTION);
    }

    private static String named(String attribute) {
        Object named = Faces.getRequest().getAttribute(attribute);
        return named == null ? "" : named.toString();
    }

    /** Answers 403 to who is no administrator, and 404 for an execution that is not there. */
    public void open() {
        if (!Frame.requireAdministrator()) {
            return;
        }
        try {
            getDetail();
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            Faces.setRequestAttribute("sentence", e.getMessage());
            Faces.responseSendError(404, e.getMessage());
        }
    }

    public ExecutionDetail getDetail() {
        if (detail == null) {
            detail = executions.find(Frame.caller(), execution());
        }
        return detail;
    }

    public ExecutionView getView() {
        return getDetail().execution();
    }

    public BatchExecution getExecution() {
        return getView().execution();
    }

    /** By their names. */
    public List<Map.Entry<String, String>> getParameters() {
        return List.copyOf(new TreeMap<>(getExecution().parameters()).entrySet());
    }

    public List<StepCount> counts(BatchStep step) {
        return StepCount.of(step.counts());
    }

    public String getSentence() {
        return ExecutionSentence.of(getDetail());
    }

    public String getJobPage() {
        return Links.page(getView().owner(), getExecution().attempt().job());
    }

    /** Whether there may soon be more to see. */
    public boolean isOpen() {
        boolean guestMayCome = getView().restartable()
                && getDetail().checkpoint() == null
                && getView().told().plus(AFTERWARDS).isAfter(Instant.now());
        return getView().open() || guestMayCome || getDetail().others().stream().anyMatch(ExecutionView::open);
    }

    /** Reads the execution again. */
    public void refresh() {
        detail = null;
    }

    public void stop() {
        command(() -> executions.stop(Frame.caller(), execution()), "The runner is told to stop the execution.");
    }

    public void restartFromTask() {
        restart(From.FAILED_TASK);
    }

    public void restartFromStart() {
        restart(From.START);
    }

    private void restart(From from) {
        RestartRequest request = new RestartRequest(from, from == From.START || script == null ? "" : script);
        command(
                () -> executions.restart(Frame.caller(), execution(), request),
                "Job `%s` is in the queue again."
                        .formatted(getExecution().attempt().job()));
    }

    public void abandon() {
        command(() -> executions.abandon(Frame.caller(), execution()), "");
    }

    /** What the failed task is to run instead of the manifest's script. */
    public String getScript() {
        return script;
    }

    public void setScript(String script) {
        this.script = script;
    }

    /** Carries a command out and leads to this page again, so that loading it anew does nothing twice. */
    private void command(Runnable command, String done) {
        try {
            command.run();
            if (!done.isEmpty()) {
                Messages.addFlashGlobalInfo("{0}", done);
            }
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(Links.execution(execution()));
    }

    private ExecutionRef execution() {
        return Numbers.execution(runner, id);
    }
}
