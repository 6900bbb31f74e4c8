// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.FieldException;
import io.slipway.error.Kind;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Deliveries;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.JobLists;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobPage;
import io.slipway.master.query.JobView;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.master.waiting.Waiting;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs: submit, list, look at, start, cancel, restart, resubmit. */
@Path("/jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    private static final Set<String> FIELDS = Set.of("manifest", "note", "tags", "execute", "secrets", "visibility");
    /** What clients of the original may send and it ignored. */
    private static final Map<String, String> IGNORED = Map.of(
            "access:read", "`visibility` says who may see a job",
            "access:write", "a job is changed by its owner and by administrators",
            "triggers", "the manifest says them");

    private static final Set<String> LISTS = Set.of("tags", "access:read", "access:write", "triggers");
    private static final Set<String> FLAGS = Set.of("execute", "secrets");
    private static final String UTF8_TEXT = "text/plain; charset=utf-8";

    @EJB
    private Jobs jobs;

    @EJB
    private Groups groups;

    @EJB
    private Deliveries deliveries;

    @EJB
    private JobLists lists;

    @Context
    private HttpServletRequest request;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response submit(InputStream body) {
        return submit(Fields.of(Body.text(body), FIELDS, IGNORED));
    }

    /** The same as a form sends it, which clients of the original may. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response submitForm(InputStream body) {
        return submit(Fields.of(Form.json(Body.text(body), LISTS, FLAGS), FIELDS, IGNORED));
    }

    private Response submit(Fields fields) {
        Submitted submitted = jobs.submit(
                caller(),
                new Submission(
                        fields.text("manifest"),
                        fields.text("note", ""),
                        fields.texts("tags"),
                        fields.flag("execute", true),
                        visibility(fields.text("visibility", Visibility.UNLISTED.word())),
                        GiveSecrets.of(fields.flag("secrets").orElse(null))));
        return Response.ok(SubmittedJson.of(submitted, fields.warnings(IGNORED), whole()))
                .location(URI.create(Links.job(submitted.job().id())))
                .build();
    }

    @GET
    public JobListJson list(@QueryParam("start") String start, @QueryParam("everybody") String everybody) {
        return JobListJson.of(
                jobs.list(caller(), Numbers.start("start", start), JobPage.SIZE, "true".equals(everybody)), whole());
    }

    @GET
    @Path("/{id}")
    public JobJson find(@PathParam("id") String id) {
        return job(Numbers.job(id));
    }

    @GET
    @Path("/{id}/manifest")
    @Produces(UTF8_TEXT)
    public Response manifest(@PathParam("id") String id) {
        return Response.ok(jobs.find(caller(), Numbers.job(id)).manifest(), UTF8_TEXT)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** A job that was started before is answered with 400, as by the original. */
    @POST
    @Path("/{id}/start")
    public Response start(@PathParam("id") String id) {
        JobId job = Numbers.job(id);
        try {
            jobs.start(caller(), job);
        } catch (ProblemException refused) {
            if (refused.problem().kind() != Kind.CONFLICT) {
                throw refused;
            }
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(ErrorJson.of(refused))
                    .build();
        }
        return Response.ok(job(job)).build();
    }

    /** A job that has ended is answered as it is, as by the original. */
    @POST
    @Path("/{id}/cancel")
    public JobJson cancel(@PathParam("id") String id) {
        JobId job = Numbers.job(id);
        try {
            jobs.cancel(caller(), job);
        } catch (ProblemException refused) {
            if (refused.problem() != Problem.JOB_ENDED) {
                throw refused;
            }
        }
        return job(job);
    }

    /** The body may be left out. */
    @POST
    @Path("/{id}/restart")
    public JobJson restart(@PathParam("id") String id, InputStream body) {
        jobs.restart(caller(), Numbers.job(id), RestartBody.of(body));
        return job(Numbers.job(id));
    }

    @POST
    @Path("/{id}/resubmit")
    public Response resubmit(@PathParam("id") String id) {
        Submitted submitted = jobs.resubmit(caller(), Numbers.job(id));
        return Response.created(URI.create(Links.job(submitted.job().id())))
                .entity(SubmittedJson.of(submitted, List.of(), whole()))
                .build();
    }

    /** Who may write jobs may also look at the one that was just written. */
    private JobJson job(JobId job) {
        JobView view = jobs.find(caller(), job);
        Optional<Waiting> waiting = view.status().mayWait() ? jobs.waiting(caller(), job) : Optional.empty();
        JobJson.Around around = new JobJson.Around(
                groups.ofJob(caller(), job).map(GroupId::value).orElse(null),
                deliveries.of(caller(), job).stream().map(DeliveryJson::of).toList(),
                waiting.map(WaitingJson::of).orElse(null));
        return JobJson.of(view, List.of(), around, whole());
    }

    private Whole whole() {
        return new Whole(lists.origin());
    }

    private Caller caller() {
        return Access.caller(request);
    }

    static Visibility visibility(String word) {
        try {
            return Visibility.ofWord(word.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new FieldException(
                    "visibility",
                    "Reading field `visibility`: `%s`; `public`, `unlisted` and `private` are allowed".formatted(word),
                    e);
        }
    }
}
