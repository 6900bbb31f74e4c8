// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.web.access.Access;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Refuses a request whose credentials were wrong, before it is looked at. */
@Provider
@PreMatching
public class GoodCredentials implements ContainerRequestFilter {
    @Context
    private HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) {
        Access.problem(request).ifPresent(problem -> {
            throw problem;
        });
    }
}
