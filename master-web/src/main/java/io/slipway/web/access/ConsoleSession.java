// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.master.access.Login;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** The login of the console, kept in the container's session as the account's number and epoch. */
public final class ConsoleSession {
    private static final String USER = ConsoleSession.class.getName() + ".user";
    private static final String EPOCH = ConsoleSession.class.getName() + ".epoch";
    private static final String ONE_TIME = ConsoleSession.class.getName() + ".oneTime";
    private static final String NOTICE = ConsoleSession.class.getName() + ".notice";

    private ConsoleSession() {}

    /** Begins the session of somebody who has logged in, under a new id, so that an id planted before is worth nothing. */
    public static void begin(HttpServletRequest request, Login login) {
        keep(request, login, false);
        Access.found(request, login.caller());
    }

    /** Begins a session that is good for nothing but to change the one-time password with which somebody has logged in. */
    public static void beginChange(HttpServletRequest request, Login login) {
        keep(request, login, true);
    }

    private static void keep(HttpServletRequest request, Login login, boolean oneTime) {
        HttpSession session = request.getSession(true);
        request.changeSessionId();
        session.setAttribute(USER, login.caller().userId());
        session.setAttribute(EPOCH, login.epoch());
        session.setAttribute(ONE_TIME, oneTime);
    }

    public static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Has the next page show a sentence. */
    public static void tell(HttpServletRequest request, Notice notice) {
        request.getSession(true).setAttribute(NOTICE, notice);
    }

    /** What is to be shown; is given once. */
    public static Optional<Notice> takeNotice(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        Optional<Notice> notice = Optional.ofNullable((Notice) session.getAttribute(NOTICE));
        session.removeAttribute(NOTICE);
        return notice;
    }

    static Optional<Kept> kept(HttpServletRequest request) {
        return kept(request, false);
    }

    /** Who has logged in with a one-time password and must change it first. */
    public static Optional<Kept> change(HttpServletRequest request) {
        return kept(request, true);
    }

    private static Optional<Kept> kept(HttpServletRequest request, boolean oneTime) {
        HttpSession session = request.getSession(false);
        if (session == null || !Boolean.valueOf(oneTime).equals(session.getAttribute(ONE_TIME))) {
            return Optional.empty();
        }
        return Optional.of(new Kept((Long) session.getAttribute(USER), (Integer) session.getAttribute(EPOCH)));
    }

    /** What a session keeps of a login. */
    public record Kept(long userId, int epoch) {}
}
