// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.access.Caller;
import io.slipway.master.ejb.KeyRotations;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** The keys of the master: how they stand, and new ones in their place. */
@Path("/keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {
    @EJB
    private KeyRotations rotations;

    @Context
    private HttpServletRequest request;

    @GET
    public KeysJson keys() {
        return KeysJson.of(
                rotations.secretsKey(caller()), rotations.signingKey(caller()), rotations.openingKey(caller()));
    }

    @POST
    @Path("/secrets/rotate")
    public KeysJson rotateSecrets() {
        rotations.rotateSecretsKey(caller());
        return keys();
    }

    @POST
    @Path("/secrets/retire")
    public KeysJson retireSecrets() {
        rotations.retireSecretsKeys(caller());
        return keys();
    }

    @POST
    @Path("/signing/rotate")
    public KeysJson rotateSigning() {
        rotations.rotateSigningKey(caller());
        return keys();
    }

    @POST
    @Path("/opening/rotate")
    public KeysJson rotateOpening() {
        rotations.rotateOpeningKey(caller());
        return keys();
    }

    @POST
    @Path("/opening/retire")
    public KeysJson retireOpening() {
        rotations.retireOpeningKeys(caller());
        return keys();
    }

    private Caller caller() {
        return Access.caller(request);
    }
}
