// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.runners;

import io.slipway.error.ProblemException;
import io.slipway.image.Sandbox;
import io.slipway.job.RunnerName;
import io.slipway.master.ejb.Runners;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.enrol.IssuedEnrolment;
import io.slipway.master.enrol.RunnerDetail;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Lists the runners, makes tokens that enrol one, and revokes one. */
@Named
@ViewScoped
public class RunnersPage implements Serializable {
    private static final String ADDRESS = "/runners";
    private static final String ISSUED = RunnersPage.class.getName() + ".issued";

    @EJB
    private transient Runners runners;

    private String name = "";
    private String chosen = "";
    private transient List<RunnerDetail> list;
    private transient List<String> notices;

    /** Answers 403 to who is no administrator. What it shows may hold a token, so nobody keeps it. */
    public void open() {
        Frame.requireAdministrator();
        Faces.getResponse().setHeader("Cache-Control", "no-store");
    }

    public List<RunnerDetail> getList() {
        if (list == null) {
            list = runners.list(Frame.caller());
        }
        return list;
    }

    /** What is shown of what a runner's guests begin in; nothing when it has not said. */
    public List<String> sandbox(RunnerDetail runner) {
        return runner.sandbox().map(RunnersPage::words).orElse(List.of());
    }

    private static List<String> words(Sandbox sandbox) {
        String means = sandbox.isContainer() ? sandbox.means().word() : "insecure: plain qemu";
        return sandbox.open() ? List.of(means, "reach its machine") : List.of(means);
    }

    /** What is less safe than it could be in how all this is set up. */
    public List<String> getNotices() {
        if (notices == null) {
            notices = runners.notices(Frame.caller());
        }
        return notices;
    }

    /** Reads the runners again. */
    public void refresh() {
        list = null;
        notices = null;
    }

    /** The token is shown by the page that comes next, and by no other. */
    public void issue() {
        try {
            IssuedEnrolment issued = runners.issueToken(Frame.caller(), wanted(), EnrolmentTokens.LIFETIME);
            Faces.setFlashAttribute(
                    ISSUED,
                    new Issued(
                            String.join("\n", issued.settings()),
                            issued.expires().toString()));
            Faces.redirect(ADDRESS);
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        } catch (IllegalArgumentException e) {
            Messages.addGlobalError("{0}", "Making an enrolment token: " + e.getMessage());
        }
    }

    private RunnerName wanted() {
        String wanted = name.strip();
        return wanted.isEmpty() ? null : new RunnerName(wanted);
    }

    /** The token that was made a moment ago; null when none was. */
    public Issued getIssued() {
        return Faces.getFlashAttribute(ISSUED);
    }

    public void revoke() {
        try {
            runners.revoke(Frame.caller(), Numbers.runner(chosen));
            Messages.addFlashGlobalInfo("Runner `{0}` was revoked.", chosen);
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }

    /** The name that a token is for; empty for any that is not taken. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Name of the runner that is to be revoked. */
    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }

    /**
     * What is shown of a token.
     *
     * @param settings lines for the runner's settings
     * @param expires in ISO 8601
     */
    public record Issued(String settings, String expires) implements Serializable {}
}
