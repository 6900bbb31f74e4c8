// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.web.access.Access;
import io.slipway.web.access.Address;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.access.Notice;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;

/** Leads a browser to the OpenID provider: to log in, or to link the provider's account to that of whoever is logged in. */
@WebServlet(name = "openid", urlPatterns = "/login/openid")
public class BeginServlet extends HttpServlet {
    @Inject
    private transient OpenId openId;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        boolean links = request.getParameter("link") != null;
        try {
            PendingLogin login = PendingLogin.begin(next(request), links ? linksTo(request) : 0, Instant.now());
            URI address = openId.login().address(login);
            PendingLogins.add(request.getSession(true), login);
            response.sendRedirect(address.toString());
        } catch (ProblemException e) {
            ConsoleSession.tell(request, new Notice(e.getMessage(), true));
            response.sendRedirect(links ? "/settings" : "/login.xhtml");
        }
    }

    private static String next(HttpServletRequest request) {
        String next = request.getParameter("next");
        return next != null && Address.isOurs(next) ? next : "/";
    }

    private static long linksTo(HttpServletRequest request) {
        Caller caller = Access.caller(request);
        if (caller.isAnonymous() || !LinkToken.isRight(request, request.getParameter("link"))) {
            throw new ProblemException(
                    Problem.OPENID_REFUSED,
                    "Linking an account of the OpenID provider: begin on the page of your settings");
        }
        return caller.userId();
    }
}
