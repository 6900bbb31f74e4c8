// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.ejb.Artifacts;
import io.slipway.master.ejb.JobLists;
import io.slipway.web.access.Credentials;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Where runners hand in artifacts, with the token of their work order. The bytes go through to the vault as they come. */
@Path("/uploads")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UploadsResource {
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
        ArtifactUpload upload = new ArtifactUpload(Numbers.query("index", index), name, path == null ? name : path);
        JobJson.Artifact kept =
                JobJson.Artifact.of(job, artifacts.receive(job, token, upload, bytes), new Whole(lists.origin()));
        return Response.status(Response.Status.CREATED).entity(kept).build();
    }

    /** That of a work order. */
    static String token(String authorization) {
        return Credentials.of(authorization)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_MISSING, "Calling as a runner: the token of a work order is needed"))
                .token();
    }
}
