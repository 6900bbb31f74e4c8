// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.master.access.Login;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The login of the console, kept in the container's session as the account's number and epoch. */
public final class ConsoleSession {
    private static final String USER = ConsoleSession.class.getName() + ".user";
    private static final String EPOCH = ConsoleSession.class.getName() + ".epoch";
    private static final String STAGE = ConsoleSession.class.getName() + ".stage";
    private static final String SINCE = ConsoleSession.class.getName() + ".since";
    private static final String NOTICE = ConsoleSession.class.getName() + ".notice";
    private static final Duration FOR_A_CODE = Duration.ofMinutes(10);

    private ConsoleSession() {}

    /** What a session is good for. Only the last stage has the rights of its account; the others have none at all. */
    private enum Stage {
        /** To give a code of the second step. */
        CODE,
        /** To change the one-time password with which somebody has logged in. */
        PASSWORD,
        /** For everything. */
        WHOLE
    }

    /**
     * Begins what a login has come to.
     *
     * @param next where somebody wants to go
     * @return where the browser goes: there, or first to what is left to do
     */
    public static String enter(HttpServletRequest request, Login login, String next) {
        if (login.needsCode()) {
            keep(request, login, Stage.CODE);
            return "/login/code?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        }
        if (login.passwordIsOneTime()) {
            keep(request, login, Stage.PASSWORD);
            return "/password?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        }
        begin(request, login);
        return next;
    }

    /** Begins the session of somebody who has logged in whole, under a new id, so that an id planted before is worth nothing. */
    public static void begin(HttpServletRequest request, Login login) {
        if (login.needsCode()) {
            throw new IllegalStateException("a login whose second step is left is no session");
        }
        keep(request, login, Stage.WHOLE);
        Access.found(request, Came.withSession(login.caller(), request));
    }

    private static void keep(HttpServletRequest request, Login login, Stage stage) {
        HttpSession session = request.getSession(true);
        request.changeSessionId();
        session.setAttribute(USER, login.caller().userId());
        session.setAttribute(EPOCH, login.epoch());
        session.setAttribute(STAGE, stage.name());
        session.setAttribute(SINCE, Instant.now());
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
        return kept(request, Stage.WHOLE);
    }

    /** Who has logged in with a one-time password and must change it first. */
    public static Optional<Kept> change(HttpServletRequest request) {
        return kept(request, Stage.PASSWORD);
    }

    /** Who has passed the first step of the login, not long ago, and must give a code. */
    public static Optional<Kept> code(HttpServletRequest request) {
        return kept(request, Stage.CODE).filter(kept -> {
            Instant since = (Instant) request.getSession(false).getAttribute(SINCE);
            return Instant.now().isBefore(since.plus(FOR_A_CODE));
        });
    }

    private static Optional<Kept> kept(HttpServletRequest request, Stage stage) {
        HttpSession session = request.getSession(false);
        if (session == null || !stage.name().equals(session.getAttribute(STAGE))) {
            return Optional.empty();
        }
        return Optional.of(new Kept((Long) session.getAttribute(USER), (Integer) session.getAttribute(EPOCH)));
    }

    /** What a session keeps of a login. */
    public record Kept(long userId, int epoch) {}
}
