// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.artifact.ObjectOffer;
import io.slipway.master.artifact.ReceiveObject.Place;
import io.slipway.master.ejb.Artifacts;
import io.slipway.master.ejb.JobLists;
import io.slipway.web.access.Credentials;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Where runners hand in artifacts, with the token of their work order. The bytes go through to the vault as they come. */
@Path("/uploads")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UploadsResource {
    private static final Set<String> OFFER = Set.of("size", "sha256", "md5");

    @EJB
    private Artifacts artifacts;

    @EJB
    private JobLists lists;

    @PUT
    @Path("/{job}/{index}/{name}")
    @Consumes(MediaType.WILDCARD)
    public Response receive(
            @PathParam("job") String id,
            @PathParam("index") String index,
            @PathParam("name") String name,
            @QueryParam("path") String path,
            @HeaderParam("Authorization") String authorization,
            InputStream bytes) {
        JobId job = Numbers.job(id);
        String token = token(authorization);
        ArtifactUpload upload = upload(index, name, path);
        JobJson.Artifact kept =
                JobJson.Artifact.of(job, artifacts.receive(job, token, upload, bytes), new Whole(lists.origin()));
        return Response.status(Response.Status.CREATED).entity(kept).build();
    }

    /** Without a path an artifact is named as it was found. */
    private static ArtifactUpload upload(String index, String name, String path) {
        return new ArtifactUpload(Numbers.query("index", index), name, path == null ? name : path);
    }

    /** Says where the artifact goes: 200 with an address of the object store, or 204 when it is to be put here. */
    @POST
    @Path("/{job}/{index}/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response place(
            @PathParam("job") String id,
            @PathParam("index") String index,
            @PathParam("name") String name,
            @QueryParam("path") String path,
            @HeaderParam("Authorization") String authorization,
            InputStream body) {
        JobId job = Numbers.job(id);
        String token = token(authorization);
        Fields fields = Fields.of(Body.text(body), OFFER);
        ArtifactUpload upload = upload(index, name, path);
        ObjectOffer offer =
                new ObjectOffer(Numbers.size("size", fields.text("size")), fields.text("sha256"), fields.text("md5"));
        return artifacts
                .place(job, token, upload, offer)
                .map(place -> Response.ok(PlaceJson.of(place)).header(HttpHeaders.CACHE_CONTROL, "no-store"))
                .orElseGet(Response::noContent)
                .build();
    }

    /** Keeps what was put into the object store. */
    @POST
    @Path("/{job}/objects/{object}/kept")
    public Response keep(
            @PathParam("job") String id,
            @PathParam("object") String object,
            @HeaderParam("Authorization") String authorization) {
        JobId job = Numbers.job(id);
        String token = token(authorization);
        JobJson.Artifact kept =
                JobJson.Artifact.of(job, artifacts.keep(job, token, object(job, object)), new Whole(lists.origin()));
        return Response.status(Response.Status.CREATED).entity(kept).build();
    }

    private static UUID object(JobId job, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.UPLOAD_ABSENT,
                    "Keeping an artifact of job %s: nobody asked for `%s`".formatted(job, text),
                    e);
        }
    }

    /**
     * Where an artifact goes.
     *
     * @param object what to name when its bytes are there
     * @param headers that must be sent with them
     */
    record PlaceJson(String object, String address, Map<String, String> headers) {
        static PlaceJson of(Place place) {
            return new PlaceJson(
                    place.id().toString(),
                    place.address().address().toString(),
                    place.address().headers());
        }
    }

    /** That of a work order. */
    static String token(String authorization) {
        return Credentials.of(authorization)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_MISSING, "Calling as a runner: the token of a work order is needed"))
                .token();
    }
}
