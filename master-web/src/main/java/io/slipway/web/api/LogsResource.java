// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Logs;
import io.slipway.master.log.LogSlice;
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
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/** Logs as far as they are there, whole or in ranges. The live stream is {@code io.slipway.web.live}'s. */
@Path("/jobs/{id}/log")
@RequestScoped
public class LogsResource {
    private static final int SLICE_BYTES = 256 << 10;

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
        int number = Numbers.query("attempt", attempt);
        long size = logs.read(caller, job, number, log, 0, 0).length();
        RangeAnswer.Source source =
                (first, length, out) -> copy(new Part(caller, job, number, log), first, length, out);
        return new RangeAnswer(size, source)
                .to(range)
                .type("text/plain; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    private void copy(Part part, long first, long length, OutputStream out) throws IOException {
        long offset = first;
        long end = first + length;
        while (offset < end) {
            int most = (int) Math.min(SLICE_BYTES, end - offset);
            LogSlice slice = logs.read(part.caller, part.job, part.attempt, part.log, offset, most);
            if (slice.bytes().length == 0) {
                // A new attempt began meanwhile: cut the connection rather than mix two logs.
                throw new EOFException("log `%s` of job %s ends at %d".formatted(part.log, part.job, offset));
            }
            out.write(slice.bytes());
            offset += slice.bytes().length;
        }
    }

    private record Part(Caller caller, JobId job, int attempt, LogName log) {}
}
