// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.JobLists;
import io.slipway.master.ejb.Schedules;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.ScheduleDraft;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.web.access.Access;
import io.slipway.web.api.ScheduleJson.ListJson;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** The caller's schedules: list, look at, add, change, remove, run. */
@Path("/schedules")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SchedulesResource {
    private static final Set<String> FIELDS =
            Set.of("name", "cron", "zone", "manifest", "note", "tags", "visibility", "paused");

    @EJB
    private Schedules schedules;

    @EJB
    private JobLists lists;

    @Context
    private HttpServletRequest request;

    @GET
    public ListJson list() {
        return new ListJson(
                schedules.list(caller()).stream().map(ScheduleJson::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(InputStream body) {
        Schedule added = schedules.add(caller(), draft(body));
        return Response.created(URI.create("/api/schedules/" + added.id()))
                .entity(ScheduleJson.of(added))
                .build();
    }

    @GET
    @Path("/{id}")
    public ScheduleJson find(@PathParam("id") String id) {
        return ScheduleJson.of(schedules.find(caller(), Numbers.schedule(id)));
    }

    /** What is left out becomes what it is when it is left out of a new one. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ScheduleJson change(@PathParam("id") String id, InputStream body) {
        return ScheduleJson.of(schedules.change(caller(), Numbers.schedule(id), draft(body)));
    }

    @DELETE
    @Path("/{id}")
    public void remove(@PathParam("id") String id) {
        schedules.remove(caller(), Numbers.schedule(id));
    }

    @POST
    @Path("/{id}/run")
    public Response run(@PathParam("id") String id) {
        Submitted submitted = schedules.run(caller(), Numbers.schedule(id));
        return Response.created(URI.create(Links.job(submitted.job().id())))
                .entity(SubmittedJson.of(submitted, List.of(), new Whole(lists.origin())))
                .build();
    }

    private static ScheduleDraft draft(InputStream body) {
        Fields fields = Fields.of(Body.text(body), FIELDS);
        Submission submission = new Submission(
                fields.text("manifest"),
                fields.text("note", ""),
                fields.texts("tags"),
                true,
                JobsResource.visibility(fields.text("visibility", Visibility.UNLISTED.word())));
        return new ScheduleDraft(
                fields.text("name"),
                fields.text("cron"),
                fields.text("zone", "UTC"),
                submission,
                fields.flag("paused", false));
    }

    private Caller caller() {
        return Access.caller(request);
    }
}
