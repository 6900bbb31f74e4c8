// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Secrets;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** The caller's secrets: list, add, delete, share. What is in them never comes out. */
@Path("/secrets")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SecretsResource {
    private static final Set<String> SHARE_FIELDS = Set.of("user");

    @EJB
    private Secrets secrets;

    @Context
    private HttpServletRequest request;

    @GET
    public SecretListJson list() {
        return new SecretListJson(
                secrets.list(caller()).stream().map(SecretJson::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(InputStream body) {
        return Response.status(Response.Status.CREATED)
                .entity(SecretJson.of(secrets.add(caller(), SecretBody.of(body))))
                .build();
    }

    @DELETE
    @Path("/{uuid}")
    public void remove(@PathParam("uuid") String uuid) {
        secrets.remove(caller(), uuid);
    }

    @POST
    @Path("/{uuid}/share")
    @Consumes(MediaType.APPLICATION_JSON)
    public SecretJson share(@PathParam("uuid") String uuid, InputStream body) {
        String user = Fields.of(Body.text(body), SHARE_FIELDS).text("user");
        return SecretJson.of(secrets.share(caller(), uuid, user));
    }

    private Caller caller() {
        return Access.caller(request);
    }

    /** The secrets of one user. */
    record SecretListJson(List<SecretJson> results) {}
}
