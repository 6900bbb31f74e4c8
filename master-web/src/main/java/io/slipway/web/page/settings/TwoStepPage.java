// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import io.slipway.error.ProblemException;
import io.slipway.master.ejb.TwoSteps;
import io.slipway.master.twostep.SetUp;
import io.slipway.master.twostep.TurnedOn;
import io.slipway.master.twostep.TwoStepState;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Sets up the second step of the caller's login, turns it on and off, and makes recovery codes, which are shown once. */
@Named
@ViewScoped
public class TwoStepPage implements Serializable {
    private static final String ADDRESS = "/settings/two-step";

    @EJB
    private transient TwoSteps twoSteps;

    private transient String code = "";
    private transient String password = "";
    private transient TwoStepState state;
    private transient SetUp setUp;
    private transient QrPicture picture;

    /** The secret is on the page while it is set up: nothing on the way is to keep it. */
    public void open() {
        Faces.getResponse().setHeader("Cache-Control", "no-store");
    }

    public TwoStepState getState() {
        if (state == null) {
            state = twoSteps.state(Frame.caller());
        }
        return state;
    }

    /** What was begun and waits for its first code; null for nothing. */
    public SetUp getSetUp() {
        if (setUp == null) {
            setUp = twoSteps.begun(Frame.caller()).orElse(null);
        }
        return setUp;
    }

    public QrPicture getPicture() {
        if (picture == null) {
            picture = QrPicture.of(getSetUp().address());
        }
        return picture;
    }

    public void begin() {
        try {
            twoSteps.begin(Frame.caller());
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }

    /** Shows the recovery codes in the answer itself: nothing keeps them, and loading the page anew shows them no more. */
    public void confirm() {
        try {
            TurnedOn on = twoSteps.confirm(Frame.caller(), code);
            ConsoleSession.begin(Faces.getRequest(), on.login());
            show(on.codes());
        } catch (ProblemException e) {
            Frame.refuse(e);
        }
    }

    public void renewCodes() {
        try {
            show(twoSteps.renewCodes(Frame.caller(), code));
        } catch (ProblemException e) {
            Frame.refuse(e);
        }
    }

    private void show(Object codes) {
        Frame.showOnce(codes);
        state = null;
        setUp = null;
        code = "";
    }

    public void turnOff() {
        try {
            ConsoleSession.begin(Faces.getRequest(), twoSteps.turnOff(Frame.caller(), password, code));
        } catch (ProblemException e) {
            Frame.refuse(e);
            return;
        }
        Messages.addFlashGlobalInfo("{0}", "Two-step login is off.");
        Faces.redirect(ADDRESS);
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
