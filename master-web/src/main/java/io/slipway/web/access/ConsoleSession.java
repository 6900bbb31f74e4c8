// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.master.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** The login of the console, kept in the container's session as a user name. */
public final class ConsoleSession {
    private static final String USERNAME = ConsoleSession.class.getName() + ".username";

    private ConsoleSession() {}

    /** Begins the session of somebody whose password was right, under a new id, so that an id planted before is worth nothing. */
    public static void begin(HttpServletRequest request, Caller caller) {
        HttpSession session = request.getSession(true);
        request.changeSessionId();
        session.setAttribute(USERNAME, caller.username());
        Access.found(request, caller);
    }

    public static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    static Optional<String> username(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((String) session.getAttribute(USERNAME));
    }
}
