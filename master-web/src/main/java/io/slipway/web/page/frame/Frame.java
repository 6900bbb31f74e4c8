// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.frame;

import io.slipway.master.access.Caller;
import io.slipway.web.access.Access;
import io.slipway.web.access.ConsoleSession;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.omnifaces.util.Faces;

/** What stands around every page. */
@Named
@RequestScoped
public class Frame implements Serializable {
    /** The caller of the request that is being answered. */
    public static Caller caller() {
        return Access.caller(Faces.getRequest());
    }

    public boolean isLoggedIn() {
        return !caller().isAnonymous();
    }

    public boolean isAdministrator() {
        return caller().administrator();
    }

    public String getUsername() {
        return caller().username();
    }

    /** Answers 403 to who is no administrator; gives whether somebody is. */
    public static boolean requireAdministrator() {
        if (!caller().administrator()) {
            Faces.responseSendError(403, "Only administrators may see this.");
            return false;
        }
        return true;
    }

    /** Answers 404 with a sentence about what is not there. */
    public static void notFound(String sentence) {
        Faces.setRequestAttribute("sentence", sentence);
        Faces.responseSendError(404, sentence);
    }

    /** Address of the login that leads back to the page that is being answered. */
    public static String login() {
        return "/login.xhtml?next=" + URLEncoder.encode(Faces.getRequestURIWithQueryString(), StandardCharsets.UTF_8);
    }

    public String getLogin() {
        return login();
    }

    public void leave() {
        ConsoleSession.end(Faces.getRequest());
        Faces.redirect("login.xhtml");
    }
}
