// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import io.slipway.batch.ExecutionStatus;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.master.ejb.Executions;
import io.slipway.master.operator.ExecutionFilter;
import io.slipway.master.operator.ExecutionList;
import io.slipway.master.operator.ExecutionView;
import io.slipway.master.operator.RunnerView;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.omnifaces.util.Faces;

/** Shows the runners and the executions of their batch jobs, newest first. */
@Named
@ViewScoped
public class OperatorPage implements Serializable {
    private static final int SIZE = 25;

    @EJB
    private transient Executions executions;

    private final Filter filter = Filter.of(Faces::getRequestParameter);
    private transient ExecutionList page;
    private transient List<RunnerView> runners;

    /** Answers 403 to who is no administrator. */
    public void open() {
        Frame.requireAdministrator();
    }

    public List<RunnerView> getRunners() {
        if (runners == null) {
            runners = executions.runners(Frame.caller());
        }
        return runners;
    }

    public List<ExecutionView> getExecutions() {
        return page().executions();
    }

    /** The words of all statuses. */
    public List<String> getStatuses() {
        return Arrays.stream(ExecutionStatus.values())
                .map(ExecutionStatus::word)
                .toList();
    }

    public Filter getFilter() {
        return filter;
    }

    /** Address of the next page; empty on the last. */
    public String getOlder() {
        return page().next() == 0 ? "" : filter.address(page().next());
    }

    /** Reads runners and executions again. */
    public void refresh() {
        page = null;
        runners = null;
    }

    private ExecutionList page() {
        if (page == null) {
            ExecutionFilter narrowed = new ExecutionFilter(
                    filter.runner().isEmpty() ? null : new RunnerName(filter.runner()),
                    filter.status().isEmpty() ? null : ExecutionStatus.ofWord(filter.status()),
                    filter.job().isEmpty() ? null : new JobId(Long.parseLong(filter.job())));
            page = executions.list(Frame.caller(), narrowed, filter.start(), SIZE);
        }
        return page;
    }
}
