// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.error.FieldException;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Executions;
import io.slipway.master.operator.ExecutionFilter;
import io.slipway.master.operator.ExecutionList;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Executions of the runners' batch jobs: list, look at, stop, restart, abandon. */
@Path("/executions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ExecutionsResource {
    @EJB
    private Executions executions;

    @Context
    private HttpServletRequest request;

    @GET
    public ExecutionListJson list(
            @QueryParam("runner") String runner,
            @QueryParam("status") String status,
            @QueryParam("job") String job,
            @QueryParam("start") String start) {
        ExecutionFilter filter = new ExecutionFilter(
                runner == null ? null : runner(runner),
                status == null ? null : status(status),
                job == null ? null : job(job));
        return ExecutionListJson.of(
                executions.list(caller(), filter, Numbers.start("start", start), ExecutionList.SIZE));
    }

    @GET
    @Path("/{runner}/{id}")
    public ExecutionJson find(@PathParam("runner") String runner, @PathParam("id") String id) {
        return find(Numbers.execution(runner, id));
    }

    @POST
    @Path("/{runner}/{id}/stop")
    public ExecutionJson stop(@PathParam("runner") String runner, @PathParam("id") String id) {
        ExecutionRef execution = Numbers.execution(runner, id);
        executions.stop(caller(), execution);
        return find(execution);
    }

    /** The body may be left out. */
    @POST
    @Path("/{runner}/{id}/restart")
    public ExecutionJson restart(@PathParam("runner") String runner, @PathParam("id") String id, InputStream body) {
        ExecutionRef execution = Numbers.execution(runner, id);
        executions.restart(caller(), execution, RestartBody.of(body));
        return find(execution);
    }

    @POST
    @Path("/{runner}/{id}/abandon")
    public ExecutionJson abandon(@PathParam("runner") String runner, @PathParam("id") String id) {
        ExecutionRef execution = Numbers.execution(runner, id);
        executions.abandon(caller(), execution);
        return find(execution);
    }

    private ExecutionJson find(ExecutionRef execution) {
        return ExecutionJson.of(executions.find(caller(), execution));
    }

    private Caller caller() {
        return Access.caller(request);
    }

    static RunnerName runner(String name) {
        try {
            return new RunnerName(name);
        } catch (IllegalArgumentException e) {
            throw new FieldException("runner", "Reading field `runner`: " + e.getMessage(), e);
        }
    }

    static JobId job(String number) {
        long id = Numbers.start("job", number);
        if (id == 0) {
            throw Fields.illegal("job", "a number from 1 on is allowed");
        }
        return new JobId(id);
    }

    static ExecutionStatus status(String word) {
        return Arrays.stream(ExecutionStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Fields.illegal(
                        "status",
                        "`%s`; %s are allowed"
                                .formatted(
                                        word,
                                        Arrays.stream(ExecutionStatus.values())
                                                .map(status -> "`%s`".formatted(status.word()))
                                                .collect(Collectors.joining(", ")))));
    }
}
