// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.ejb.OwnAccounts;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.identity.Person;
import io.slipway.web.access.Access;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.access.Notice;
import io.slipway.web.access.Sender;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Where the OpenID provider leads browsers back to: logs them in, or links what they came with. */
@WebServlet(name = "openid-callback", urlPatterns = OpenIdSettings.CALLBACK)
public class CallbackServlet extends HttpServlet {
    private static final String LOGIN = "/login.xhtml";
    private static final String SETTINGS = "/settings";
    private static final String NOT_BEGUN =
            "Logging in by OpenID: this browser has not begun such a login, or began it long ago; begin again";
    private static final int TOO_MANY_REQUESTS = 429;

    @EJB
    private transient OwnAccounts accounts;

    @EJB
    private transient Accounts doors;

    @Inject
    private transient OpenId openId;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Optional<PendingLogin> pending = pending(request);
        if (pending.isPresent()) {
            comeBack(request, response, pending.get());
        } else {
            // Any page can have its visitors' browsers come here: that tells nothing of them, and costs nothing.
            tell(request, response, LOGIN, NOT_BEGUN);
        }
    }

    private void comeBack(HttpServletRequest request, HttpServletResponse response, PendingLogin login)
            throws IOException {
        boolean links = login.linksTo() != 0;
        try {
            Person person = openId.login().person(login, answer(request));
            response.sendRedirect(links ? link(request, login, person) : enter(request, login, person));
        } catch (ProblemException refused) {
            try {
                doors.refusedOpenId(Sender.network(request, doors), refused);
            } catch (TriesException e) {
                sendAway(response, e);
                return;
            }
            tell(request, response, links ? SETTINGS : LOGIN, refused.getMessage());
        }
    }

    private static void tell(HttpServletRequest request, HttpServletResponse response, String page, String what)
            throws IOException {
        ConsoleSession.tell(request, new Notice(what, true));
        response.sendRedirect(page);
    }

    private static void sendAway(HttpServletResponse response, TriesException tooMany) throws IOException {
        response.setStatus(TOO_MANY_REQUESTS);
        response.setHeader("Retry-After", Long.toString(tooMany.after().toSeconds()));
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(tooMany.getMessage());
    }

    private static Optional<PendingLogin> pending(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        String state = request.getParameter("state");
        return session == null || state == null ? Optional.empty() : PendingLogins.take(session, state, Instant.now());
    }

    private static URI answer(HttpServletRequest request) {
        try {
            return URI.create(OpenIdSettings.CALLBACK + "?" + request.getQueryString());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.OPENID_REFUSED, "Logging in by OpenID: the answer is no address; begin again", e);
        }
    }

    private String enter(HttpServletRequest request, PendingLogin login, Person person) {
        return ConsoleSession.enter(request, accounts.enter(person, Sender.network(request, doors)), login.next());
    }

    private String link(HttpServletRequest request, PendingLogin login, Person person) {
        Caller caller = Access.caller(request);
        if (caller.userId() != login.linksTo()) {
            throw new ProblemException(
                    Problem.OPENID_REFUSED, "Linking an account of the OpenID provider: you have logged out meanwhile");
        }
        accounts.link(caller, person);
        ConsoleSession.tell(request, new Notice("You can log in with this account of the provider now.", false));
        return SETTINGS;
    }
}
