// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.error.ProblemException;
import io.slipway.master.ejb.Accounts;
import jakarta.ejb.EJB;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Has the master note what the API, GraphQL, logs and feeds refused to whoever came with a token: one that was given to a job may be in other hands. */
@WebFilter(
        filterName = "refusal",
        urlPatterns = {"/api/*", "/query", "/query/*", "/live"},
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD})
public class RefusalFilter extends HttpFilter {
    private static final System.Logger LOG = System.getLogger(RefusalFilter.class.getName());

    @EJB
    private Accounts accounts;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        Optional<ProblemException> refusal = Access.takeRefusal(request);
        if (refusal.isPresent()) {
            Credentials.of(request.getHeader("Authorization")).ifPresent(brought -> note(brought, refusal.get()));
        }
    }

    private void note(Credentials brought, ProblemException refusal) {
        try {
            accounts.refused(brought.value(), refusal);
        } catch (ProblemException e) {
            // The answer is out; what a database that is away does not say is not worth another.
            LOG.log(System.Logger.Level.WARNING, "Noting a refusal: {0}", e.getMessage());
        }
    }
}
