// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import io.slipway.web.access.Address;
import io.slipway.web.access.SameOrigin;
import io.slipway.web.access.SessionStart;
import io.slipway.web.api.Body;
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
@WebFilter(
        filterName = "route",
        urlPatterns = "/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
public class RouteFilter extends HttpFilter {
    /** What {@code web.xml} allows a form. */
    static final long LARGEST_FORM = 1 << 20;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse careful = SafetyHeaders.set(response, SessionStart.isHttps(request.getServletContext()));
        Address address = Address.of(request);
        // The page of an error answers what was judged before. The API looks by itself at who calls: it takes a session
        // to read alone.
        if (!isError(request) && !address.isApi() && !SameOrigin.mayChange(request)) {
            careful.sendError(HttpServletResponse.SC_FORBIDDEN, "A page of another origin has sent this.");
            return;
        }
        if (!isError(request) && !address.isApi() && request.getContentLengthLong() > LARGEST_FORM) {
            Body.drain(request.getInputStream());
            careful.sendError(
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "A form of %d bytes; at most %d are allowed."
                            .formatted(request.getContentLengthLong(), LARGEST_FORM));
            return;
        }
        Optional<Route> route = isError(request) ? Optional.empty() : Routes.of(address.path());
        if (route.isPresent()) {
            route.get().named().forEach(request::setAttribute);
            request.getRequestDispatcher(route.get().target()).forward(request, careful);
        } else {
            chain.doFilter(isError(request) ? new ReadAlone(request) : request, careful);
        }
    }

    /** The container asks for the page of an error by its name. */
    private static boolean isError(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ERROR;
    }
}
