// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Jobs;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** The test results among the artifacts of a job. */
@Path("/jobs/{id}/tests")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TestsResource {
    @EJB
    private Jobs jobs;

    @Context
    private HttpServletRequest request;

    @GET
    public TestsJson find(@PathParam("id") String id) {
        JobId job = Numbers.job(id);
        Caller caller = Access.caller(request);
        return TestsJson.of(job, jobs.tests(caller, job), jobs.find(caller, job).artifacts());
    }
}
