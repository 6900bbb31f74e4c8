// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import io.slipway.error.ProblemException;
import io.slipway.master.account.AboutUser;
import io.slipway.master.account.Profile;
import io.slipway.master.ejb.OwnAccounts;
import io.slipway.master.identity.Identity;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.openid.LinkToken;
import io.slipway.web.page.frame.Frame;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows and changes what the caller's account says of the caller, the password, and the accounts of the OpenID provider. */
@Named
@ViewScoped
public class ProfilePage implements Serializable {
    private static final String ADDRESS = "/settings";

    @EJB
    private transient OwnAccounts accounts;

    private String email = "";
    private String url = "";
    private String location = "";
    private String bio = "";
    private transient String oldPassword = "";
    private transient String newPassword = "";
    private transient String again = "";
    private String chosen = "";
    private transient Profile profile;
    private transient List<Identity> identities;

    @PostConstruct
    void begin() {
        if (!Frame.caller().isAnonymous()) {
            email = getProfile().email();
            url = getProfile().url();
            location = getProfile().location();
            bio = getProfile().bio();
        }
    }

    public Profile getProfile() {
        if (profile == null) {
            profile = accounts.profile(Frame.caller());
        }
        return profile;
    }

    /** What was written stays on the page when it is refused. */
    public void save() {
        try {
            accounts.describe(Frame.caller(), new AboutUser(email, url, location, bio));
            done("Your profile was saved.");
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    public void changePassword() {
        if (!newPassword.equals(again)) {
            Messages.addGlobalError("{0}", "The two new ones are not the same; write the new password twice.");
            return;
        }
        try {
            ConsoleSession.begin(Faces.getRequest(), accounts.changePassword(Frame.caller(), oldPassword, newPassword));
            done("Your password was changed.");
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    /** What people call the OpenID provider; null when there is none. */
    public String getOpenIdName() {
        return accounts.openId().map(OpenIdSettings::name).orElse(null);
    }

    public List<Identity> getIdentities() {
        if (identities == null) {
            identities = accounts.identities(Frame.caller());
        }
        return identities;
    }

    public String getLinkToken() {
        return LinkToken.of(Faces.getRequest());
    }

    /** By issuer and subject and not by the place in the list, which may be another by now. */
    public void unlink() {
        try {
            String[] words = chosen.split(" ", 2);
            accounts.unlink(Frame.caller(), words[0], words.length == 2 ? words[1] : "");
            Messages.addFlashGlobalInfo("{0}", "The account of the provider was removed.");
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }

    private static void done(String sentence) {
        Messages.addFlashGlobalInfo("{0}", sentence);
        Faces.redirect(ADDRESS);
    }

    public String getEmail() {
        return email;
    }

    public void setEmail(String email) {
        this.email = email;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getLocation() {
        return location;
    }

    public void setLocation(String location) {
        this.location = location;
    }

    public String getBio() {
        return bio;
    }

    public void setBio(String bio) {
        this.bio = bio;
    }

    public String getOldPassword() {
        return oldPassword;
    }

    public void setOldPassword(String oldPassword) {
        this.oldPassword = oldPassword;
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

    /** Issuer and subject of what is to be removed. */
    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }
}
