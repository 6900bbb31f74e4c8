// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.error.Family;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.limit.ClientNetwork;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The authentication mechanism of console and API: a mechanism takes over its whole WAR, so this one tells the two apart.
 *
 * <p>The API takes a token, and the console's session only to read, because a foreign page can make a browser send a session; to ask
 * GraphQL also when it is certain that no foreign page did. It never refuses by itself: the API answers in JSON what is wrong. A console page without a session leads to the login and back.
 */
@ApplicationScoped
public class SessionOrToken implements HttpAuthenticationMechanism {
    @EJB
    private Accounts accounts;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        ClientNetwork network = Sender.network(request, accounts);
        Came.from(network, request);
        Address address = Address.of(request);
        Optional<Caller> caller = address.isApi() ? callerOfApi(request, address, network) : callerOfSession(request);
        if (caller.isPresent()) {
            Access.found(request, caller.get());
            return context.notifyContainerAboutLogin(caller.get().username(), roles(caller.get()));
        }
        if (address.needsLogin()) {
            if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
                // A script cannot follow a redirect to a page; it leads to the login by itself.
                return context.responseUnauthorized();
            }
            return redirect(request, response, address, context);
        }
        return context.doNothing();
    }

    private Optional<Caller> callerOfApi(HttpServletRequest request, Address address, ClientNetwork network) {
        Optional<Credentials> credentials = Credentials.of(request.getHeader("Authorization"));
        if (address.bringsOwnCredentials(request.getMethod())) {
            return Optional.empty();
        }
        if (credentials.isEmpty()) {
            boolean reads =
                    request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
            return reads || address.isQuery() && SameOrigin.sent(request) ? callerOfSession(request) : Optional.empty();
        }
        try {
            return Optional.of(Came.withToken(accounts.byToken(credentials.get().token(), network), request));
        } catch (ProblemException e) {
            Access.wrong(request, e);
            return Optional.empty();
        }
    }

    private Optional<Caller> callerOfSession(HttpServletRequest request) {
        Optional<ConsoleSession.Kept> kept = ConsoleSession.kept(request);
        try {
            return kept.map(login -> Came.withSession(accounts.bySession(login.userId(), login.epoch()), request));
        } catch (ProblemException e) {
            if (e.problem() != Problem.CREDENTIALS_WRONG) {
                Access.wrong(request, e);
            }
            if (e.problem().family() == Family.USER) {
                ConsoleSession.end(request);
                ConsoleSession.tell(request, new Notice(e.getMessage(), true));
            }
            return Optional.empty();
        }
    }

    private static AuthenticationStatus redirect(
            HttpServletRequest request, HttpServletResponse response, Address address, HttpMessageContext context) {
        String to = request.getContextPath() + "/login.xhtml?next="
                + URLEncoder.encode(address.withQuery(), StandardCharsets.UTF_8);
        try {
            response.sendRedirect(to);
        } catch (IOException e) {
            throw new UncheckedIOException("Redirecting to `%s`".formatted(to), e);
        }
        return AuthenticationStatus.SEND_CONTINUE;
    }

    private static Set<String> roles(Caller caller) {
        return Permissions.administers(caller) ? Set.of("user", "administrator") : Set.of("user");
    }
}
