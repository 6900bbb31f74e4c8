// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.master.ejb.Caches;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** Where runners get and hand in the caches of a job's owner, with the token of their work order. */
@Path("/uploads/{job}/caches/{name}")
@RequestScoped
public class CacheUploadsResource {
    @EJB
    private Caches caches;

    @GET
    public Response give(
            @PathParam("job") String id,
            @PathParam("name") String name,
            @HeaderParam("Authorization") String authorization)
            throws IOException {
        JobId job = Numbers.job(id);
        return RangeAnswer.of(caches.find(job, UploadsResource.token(authorization), name))
                .to(null)
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public Response take(
            @PathParam("job") String id,
            @PathParam("name") String name,
            @HeaderParam("Authorization") String authorization,
            InputStream bytes) {
        caches.save(Numbers.job(id), UploadsResource.token(authorization), name, bytes);
        return Response.noContent().build();
    }
}
