// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.cache.OwnCaches.CacheView;
import io.slipway.master.ejb.Caches;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** The caller's caches: list, remove. */
@Path("/caches")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CachesResource {
    @EJB
    private Caches caches;

    @Context
    private HttpServletRequest request;

    @GET
    public CacheListJson list() {
        return new CacheListJson(
                caches.list(Access.caller(request)).stream().map(CacheJson::of).toList());
    }

    @DELETE
    @Path("/{name}")
    public void remove(@PathParam("name") String name) {
        caches.remove(Access.caller(request), name);
    }

    /** The caches of one user. */
    record CacheListJson(List<CacheJson> results) {}

    /** A cache. */
    record CacheJson(String name, long size, Instant created, Instant lastUsed) {
        static CacheJson of(CacheView cache) {
            return new CacheJson(cache.name(), cache.size(), cache.created(), cache.lastUsed());
        }
    }
}
