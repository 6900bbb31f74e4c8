// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Logs;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Logs as far as they are there, whole or in ranges. The live stream is {@code io.slipway.web.live}'s. */
@Path("/jobs/{id}/log")
@RequestScoped
public class LogsResource {
    @EJB
    private Logs logs;

    @Context
    private HttpServletRequest request;

    @GET
    public Response setup(
            @PathParam("id") String id, @QueryParam("attempt") String attempt, @HeaderParam("Range") String range) {
        return answer(Numbers.job(id), LogName.SETUP, attempt, range);
    }

    @GET
    @Path("/{task}")
    public Response task(
            @PathParam("id") String id,
            @PathParam("task") String task,
            @QueryParam("attempt") String attempt,
            @HeaderParam("Range") String range) {
        return answer(Numbers.job(id), LogReader.log(task), attempt, range);
    }

    private Response answer(JobId job, LogName log, String attempt, String range) {
        Caller caller = LogReader.of(Access.caller(request));
        LogBytes bytes = new LogBytes(logs, caller, job, log, Numbers.query("attempt", attempt));
        return new RangeAnswer(bytes.size(), bytes::copy)
                .to(range)
                .type("text/plain; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
