// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.users;

import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountView;
import io.slipway.master.ejb.AccountAdministration;
import io.slipway.master.ejb.TwoSteps;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows one account; gives it another role or password, suspends and resumes it. */
@Named
@ViewScoped
public class UserPage implements Serializable {
    @EJB
    private transient AccountAdministration administration;

    @EJB
    private transient TwoSteps twoSteps;

    private String user;
    private String notice = "";
    private boolean cancelJobs;
    private transient AccountView account;

    @PostConstruct
    void begin() {
        Object named = Faces.getRequest().getAttribute(Routes.USER);
        user = named == null ? "" : named.toString();
    }

    /** Answers 403 to who is no administrator, and 404 for an account that is not there. */
    public void open() {
        if (!Frame.requireAdministrator()) {
            return;
        }
        try {
            getAccount();
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            Faces.setRequestAttribute("sentence", e.getMessage());
            Faces.responseSendError(404, e.getMessage());
        }
    }

    public AccountView getAccount() {
        if (account == null) {
            account = administration.find(Frame.caller(), user);
        }
        return account;
    }

    public void promote() {
        command(
                () -> administration.changeRole(Frame.caller(), user, Role.ADMINISTRATOR),
                "`%s` is an administrator now.".formatted(user));
    }

    public void demote() {
        command(
                () -> administration.changeRole(Frame.caller(), user, Role.USER),
                "`%s` is a user now.".formatted(user));
    }

    public void suspend() {
        command(
                () -> administration.suspend(Frame.caller(), user, notice, cancelJobs),
                "`%s` is suspended.".formatted(user));
    }

    public void resume() {
        command(() -> administration.resume(Frame.caller(), user), "`%s` may log in again.".formatted(user));
    }

    public void takeTwoStepOff() {
        command(
                () -> twoSteps.takeOff(Frame.caller(), user),
                "Two-step login of `%s` is off; the password alone is enough.".formatted(user));
    }

    /** Carries a command out and leads to this page again, so that loading it anew does nothing twice. */
    private void command(Runnable command, String done) {
        try {
            command.run();
            Messages.addFlashGlobalInfo("{0}", done);
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect("/admin/users/" + user);
    }

    /** Shows the password in the answer itself: nothing keeps it, and loading the page anew shows it no more. */
    public void resetPassword() {
        try {
            Frame.showOnce(administration.resetPassword(Frame.caller(), user));
            account = null;
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    public String getNotice() {
        return notice;
    }

    public void setNotice(String notice) {
        this.notice = notice;
    }

    public boolean isCancelJobs() {
        return cancelJobs;
    }

    public void setCancelJobs(boolean cancelJobs) {
        this.cancelJobs = cancelJobs;
    }
}
