// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.manifest.CheckedTriggers;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Groups;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.NewGroup;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import java.util.stream.Collectors;

/** Groups of jobs: make, look at, start, cancel. */
@Path("/job-group")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class GroupsResource {
    private static final Set<String> FIELDS = Set.of("jobs", "triggers", "note", "execute");

    @EJB
    private Groups groups;

    @Context
    private HttpServletRequest request;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Fields fields = Fields.of(Body.text(body), FIELDS);
        List<JobId> jobs = GroupBody.jobs(fields);
        String list = GroupBody.triggers(fields);
        CheckedTriggers triggers = list.isEmpty() ? CheckedTriggers.NONE : triggers(list);
        GroupView made = groups.create(
                caller(),
                new NewGroup(jobs, triggers.triggers(), fields.text("note", ""), fields.flag("execute", false)));
        return Response.ok(GroupJson.of(made, triggers.warnings()))
                .location(URI.create(Links.group(made.id())))
                .build();
    }

    private CheckedTriggers triggers(String list) {
        try {
            return groups.triggers(caller(), list);
        } catch (ManifestException e) {
            throw Fields.illegal(
                    "triggers",
                    e.findings().stream()
                            .filter(Finding::isError)
                            .map(Finding::sentence)
                            .collect(Collectors.joining("; ")));
        }
    }

    @GET
    @Path("/{id}")
    public GroupJson find(@PathParam("id") String id) {
        return GroupJson.of(groups.find(caller(), Numbers.group(id)), List.of());
    }

    @POST
    @Path("/{id}/start")
    public GroupJson start(@PathParam("id") String id) {
        return GroupJson.of(groups.start(caller(), Numbers.group(id)), List.of());
    }

    @POST
    @Path("/{id}/cancel")
    public GroupJson cancel(@PathParam("id") String id) {
        return GroupJson.of(groups.cancel(caller(), Numbers.group(id)), List.of());
    }

    private Caller caller() {
        return Access.caller(request);
    }
}
