// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.frame;

import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.ejb.Accounts;
import io.slipway.web.access.Access;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.access.Notice;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** What stands around every page. */
@Named
@RequestScoped
public class Frame implements Serializable {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String SHOWN_ONCE = Frame.class.getName() + ".shownOnce";

    @EJB
    private transient Accounts accounts;

    private transient Optional<Notice> notice;

    /** The caller of the request that is being answered. */
    public static Caller caller() {
        return Access.caller(Faces.getRequest());
    }

    /** What has happened before this page, to be told once; null for nothing. */
    public Notice getNotice() {
        if (notice == null) {
            notice = ConsoleSession.takeNotice(Faces.getRequest());
        }
        return notice.orElse(null);
    }

    public boolean isLoggedIn() {
        return !caller().isAnonymous();
    }

    public boolean isAdministrator() {
        return Permissions.administers(caller());
    }

    public String getUsername() {
        return caller().username();
    }

    /** Answers 403 to who is no administrator; gives whether somebody is. */
    public static boolean requireAdministrator() {
        if (!Permissions.administers(caller())) {
            Faces.responseSendError(403, "Only administrators may see this.");
            return false;
        }
        return true;
    }

    /** Shows what was refused; to who has tried too often it is also told in the status. */
    public static void refuse(ProblemException refused) {
        if (refused instanceof TriesException tries) {
            Faces.getResponse().setStatus(TOO_MANY_REQUESTS);
            Faces.getResponse()
                    .setHeader("Retry-After", Long.toString(tries.after().toSeconds()));
        }
        Messages.addGlobalError("{0}", refused.getMessage());
    }

    /** Answers 404 with a sentence about what is not there. */
    public static void notFound(String sentence) {
        Faces.setRequestAttribute("sentence", sentence);
        Faces.responseSendError(404, sentence);
    }

    /** Has the page that is being answered, and no other, show something: nothing keeps it, here or on the way. */
    public static void showOnce(Object shown) {
        Faces.getResponse().setHeader("Cache-Control", "no-store");
        Faces.setRequestAttribute(SHOWN_ONCE, shown);
    }

    /** What this page alone shows; null for nothing. */
    public Object getShownOnce() {
        return Faces.getRequestAttribute(SHOWN_ONCE);
    }

    /** Address of the login that leads back to the page that is being answered. */
    public static String login() {
        return "/login.xhtml?next=" + URLEncoder.encode(Faces.getRequestURIWithQueryString(), StandardCharsets.UTF_8);
    }

    public String getLogin() {
        return login();
    }

    public void leave() {
        Caller caller = caller();
        Leaving.leave(caller.username(), () -> ConsoleSession.end(Faces.getRequest()), () -> {
            if (!caller.isAnonymous()) {
                accounts.leave(caller);
            }
        });
        Faces.redirect("login.xhtml");
    }
}
