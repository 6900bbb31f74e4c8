// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.secrets;

import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.secret.SecretView;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Asks before one of the caller's secrets is deleted, and with whom it is to be shared. */
@Named
@ViewScoped
public class SecretPage implements Serializable {
    private static final String LIST = "/secrets";

    @EJB
    private transient Secrets secrets;

    private String uuid;
    private String user = "";
    private transient SecretView secret;

    @PostConstruct
    void begin() {
        Object named = Faces.getRequest().getAttribute(Routes.SECRET);
        uuid = named == null ? "" : named.toString();
    }

    /** Answers 404 when it is none of the caller's. */
    public void open() {
        try {
            getSecret();
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            Faces.setRequestAttribute("sentence", e.getMessage());
            Faces.responseSendError(404, e.getMessage());
        }
    }

    public SecretView getSecret() {
        if (secret == null) {
            secret = secrets.find(Frame.caller(), uuid);
        }
        return secret;
    }

    public void delete() {
        try {
            secrets.remove(Frame.caller(), uuid);
            Messages.addFlashGlobalInfo("Secret `{0}` was deleted.", uuid);
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(LIST);
    }

    public void share() {
        try {
            secrets.share(Frame.caller(), uuid, user);
            Messages.addFlashGlobalInfo("Secret `{0}` is now shared with `{1}`.", uuid, user.strip());
            Faces.redirect(LIST);
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }
}
