// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import io.slipway.web.access.Address;
import io.slipway.web.route.Routes.Route;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Leads every request to what answers it, and gives every answer the headers that keep a browser careful. */
@WebFilter(filterName = "route", urlPatterns = "/*", asyncSupported = true, dispatcherTypes = DispatcherType.REQUEST)
public class RouteFilter extends HttpFilter {
    private static final String POLICY =
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        Address address = Address.of(request);
        if (!address.isApi()) {
            response.setHeader("Content-Security-Policy", POLICY);
        }
        Optional<Route> route = Routes.of(address.path());
        if (route.isPresent()) {
            route.get().named().forEach(request::setAttribute);
            request.getRequestDispatcher(route.get().target()).forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
