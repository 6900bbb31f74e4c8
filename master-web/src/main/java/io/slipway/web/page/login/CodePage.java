// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.login;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Login;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.ejb.TwoSteps;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.access.ConsoleSession.Kept;
import io.slipway.web.access.Notice;
import io.slipway.web.access.Sender;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.omnifaces.util.Faces;

/** Asks whoever has passed the first step of the login for a code; nothing is open before. */
@Named
@RequestScoped
public class CodePage implements Serializable {
    private static final String LOGIN = "/login.xhtml";

    @EJB
    private transient Accounts accounts;

    @EJB
    private transient TwoSteps twoSteps;

    private String code = "";
    private String next = Faces.getRequestParameter("next");

    /** Whoever has not passed the first step, or long ago, is led to the login. */
    public void open() {
        if (ConsoleSession.code(Faces.getRequest()).isEmpty()) {
            Faces.redirect(LOGIN);
        }
    }

    public void enter() {
        Optional<Kept> first = ConsoleSession.code(Faces.getRequest());
        if (first.isEmpty()) {
            Faces.redirect(LOGIN);
            return;
        }
        try {
            Login login = accounts.pass(
                    first.get().userId(), first.get().epoch(), code, Sender.network(Faces.getRequest(), accounts));
            Entrance.go(login, next, twoSteps);
        } catch (ProblemException e) {
            refuse(e);
        }
    }

    private static void refuse(ProblemException refused) {
        if (refused.problem() == Problem.CODE_WRONG || refused.problem() == Problem.TRIES_TOO_MANY) {
            Frame.refuse(refused);
            return;
        }
        ConsoleSession.end(Faces.getRequest());
        ConsoleSession.tell(Faces.getRequest(), new Notice(refused.getMessage(), true));
        Faces.redirect(LOGIN);
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    public String getNext() {
        return next;
    }

    public void setNext(String next) {
        this.next = next;
    }
}
