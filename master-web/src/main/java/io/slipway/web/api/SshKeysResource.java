// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Accounts;
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

/** The caller's public ssh keys: list, add, remove. */
@Path("/ssh-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SshKeysResource {
    private static final Set<String> FIELDS = Set.of("key", "name");

    @EJB
    private Accounts accounts;

    @Context
    private HttpServletRequest request;

    @GET
    public SshKeyListJson list() {
        return new SshKeyListJson(
                accounts.sshKeys(caller()).stream().map(SshKeyJson::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(InputStream body) {
        Fields fields = Fields.of(Body.text(body), FIELDS);
        return Response.status(Response.Status.CREATED)
                .entity(SshKeyJson.of(accounts.addSshKey(caller(), fields.text("key"), fields.text("name", ""))))
                .build();
    }

    @DELETE
    @Path("/{id}")
    public void remove(@PathParam("id") String id) {
        accounts.removeSshKey(caller(), Numbers.sshKey(id));
    }

    private Caller caller() {
        return Access.caller(request);
    }

    /** The keys of one user. */
    record SshKeyListJson(List<SshKeyJson> results) {}
}
