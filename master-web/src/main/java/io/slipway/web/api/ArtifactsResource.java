// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactPlace;
import io.slipway.master.ejb.Artifacts;
import io.slipway.master.ejb.JobLists;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;

/** The artifacts of a job: what there is, and their bytes. */
@Path("/jobs/{id}/artifacts")
@RequestScoped
public class ArtifactsResource {
    @EJB
    private Jobs jobs;

    @EJB
    private Artifacts artifacts;

    @EJB
    private JobLists lists;

    @Context
    private HttpServletRequest request;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ArtifactListJson list(@PathParam("id") String id, @QueryParam("start") String start) {
        JobId job = Numbers.job(id);
        Whole whole = new Whole(lists.origin());
        return ArtifactListJson.of(
                jobs.find(Access.caller(request), job).artifacts().stream()
                        .map(artifact -> JobJson.Artifact.of(job, artifact, whole))
                        .toList(),
                Numbers.start("start", start));
    }

    /** The bytes, always as a download, so that no browser takes an artifact for a page of ours. */
    @GET
    @Path("/{artifact}/{name}")
    public Response download(
            @PathParam("id") String id,
            @PathParam("artifact") String artifact,
            @PathParam("name") String name,
            @HeaderParam("Range") String range,
            @HeaderParam("If-Range") String ifRange)
            throws IOException {
        JobId job = Numbers.job(id);
        Caller caller = Access.caller(request);
        ArtifactView found = find(caller, job, Numbers.artifact(artifact), name);
        String tag = "\"" + found.sha256() + "\"";
        boolean sameFile = ifRange == null || ifRange.equals(tag);
        String attachment = Disposition.attachment(found.name());
        ArtifactPlace place = artifacts.open(caller, job, found.id(), attachment);
        return place.visit(new ArtifactPlace.Visitor<>() {
            @Override
            public Response file(java.nio.file.Path file) throws IOException {
                return RangeAnswer.of(file)
                        .to(sameFile ? range : null)
                        .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                        .tag(new EntityTag(found.sha256()))
                        .header(HttpHeaders.CONTENT_DISPOSITION, attachment)
                        .build();
            }

            @Override
            public Response address(URI address) {
                return request.getMethod().equals(HttpMethod.HEAD) ? described(found, attachment) : sentOn(address);
            }
        });
    }

    /** The object store's address would be good for GET alone. */
    private static Response described(ArtifactView found, String attachment) {
        return Response.ok()
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .tag(new EntityTag(found.sha256()))
                .header(HttpHeaders.CONTENT_LENGTH, found.size())
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment)
                .build();
    }

    /** To the object store; whoever has the address may read that one artifact for a few minutes. */
    private static Response sentOn(URI address) {
        return Response.status(Response.Status.FOUND)
                .location(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    private ArtifactView find(Caller caller, JobId job, long id, String name) {
        return jobs.find(caller, job).artifacts().stream()
                .filter(artifact -> artifact.id() == id && artifact.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.ARTIFACT_UNKNOWN,
                        "Looking for artifact %d `%s` of job %s: there is none".formatted(id, name, job)));
    }
}
