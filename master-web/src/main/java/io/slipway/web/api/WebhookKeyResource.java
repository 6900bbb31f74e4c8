// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.ejb.Deliveries;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;

/** The public key that webhooks are signed with, for everybody. */
@Path("/webhook-key")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class WebhookKeyResource {
    @EJB
    private Deliveries deliveries;

    @GET
    public KeyJson key() {
        return new KeyJson("ed25519", Base64.getEncoder().encodeToString(deliveries.webhookKey()));
    }

    /**
     * A public key.
     *
     * @param key its bytes in base64
     */
    record KeyJson(String algorithm, String key) {}
}
