// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pending logins of one session: a few, for as many windows, each for a while and for one answer. */
final class PendingLogins {
    private static final String ATTRIBUTE = PendingLogins.class.getName();
    private static final int MOST = 5;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private PendingLogins() {}

    static void add(HttpSession session, PendingLogin login) {
        // Two requests of one session may come at once; nobody else knows this object.
        synchronized (session) {
            List<PendingLogin> logins = logins(session, login.begun());
            logins.add(login);
            session.setAttribute(
                    ATTRIBUTE, new ArrayList<>(logins.subList(Math.max(0, logins.size() - MOST), logins.size())));
        }
    }

    /** Takes out the one with this state; a second time there is none. */
    static Optional<PendingLogin> take(HttpSession session, String state, Instant now) {
        synchronized (session) {
            List<PendingLogin> logins = logins(session, now);
            Optional<PendingLogin> found =
                    logins.stream().filter(login -> login.state().equals(state)).findFirst();
            found.ifPresent(logins::remove);
            session.setAttribute(ATTRIBUTE, logins);
            return found;
        }
    }

    private static ArrayList<PendingLogin> logins(HttpSession session, Instant now) {
        ArrayList<PendingLogin> logins = new ArrayList<>();
        if (session.getAttribute(ATTRIBUTE) instanceof List<?> kept) {
            kept.forEach(login -> logins.add((PendingLogin) login));
        }
        logins.removeIf(login -> login.begun().plus(LONGEST).isBefore(now));
        return logins;
    }
}
