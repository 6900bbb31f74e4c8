// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.login;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.ejb.OwnAccounts;
import io.slipway.web.access.Came;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.access.ConsoleSession.Kept;
import io.slipway.web.access.Notice;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Asks whoever has logged in with a one-time password for one of the user's own; nothing else is open before. */
@Named
@RequestScoped
public class PasswordPage implements Serializable {
    private static final String LOGIN = "/login.xhtml";

    @EJB
    private transient OwnAccounts accounts;

    private String newPassword = "";
    private String again = "";
    private String next = Faces.getRequestParameter("next");

    /** Whoever has not logged in with such a password is led to the login. */
    public void open() {
        if (ConsoleSession.change(Faces.getRequest()).isEmpty()) {
            Faces.redirect(LOGIN);
        }
    }

    public void take() {
        Optional<Kept> login = ConsoleSession.change(Faces.getRequest());
        if (login.isEmpty()) {
            Faces.redirect(LOGIN);
            return;
        }
        if (!newPassword.equals(again)) {
            Messages.addGlobalError("{0}", "The two are not the same; write the new password twice.");
            return;
        }
        try {
            ConsoleSession.begin(
                    Faces.getRequest(),
                    accounts.replaceOneTimePassword(
                            login.get().userId(), login.get().epoch(), newPassword, Came.of(Faces.getRequest())));
            Faces.redirect(LoginPage.ours(next));
        } catch (ProblemException e) {
            refuse(e);
        }
    }

    private static void refuse(ProblemException refused) {
        if (refused.problem() == Problem.PASSWORD_REFUSED) {
            Messages.addGlobalError("{0}", refused.getMessage());
            return;
        }
        ConsoleSession.end(Faces.getRequest());
        ConsoleSession.tell(Faces.getRequest(), new Notice(refused.getMessage(), true));
        Faces.redirect(LOGIN);
    }

    public String getNewPassword() {
        return newPassword;
    }

    public void setNewPassword(String newPassword) {
        this.newPassword = newPassword;
    }

    public String getAgain() {
        return again;
    }

    public void setAgain(String again) {
        this.again = again;
    }

    public String getNext() {
        return next;
    }

    public void setNext(String next) {
        this.next = next;
    }
}
