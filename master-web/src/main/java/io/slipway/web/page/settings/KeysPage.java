// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.sshkey.SshKey;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Lists the caller's ssh keys, takes another one, and removes one. */
@Named
@ViewScoped
public class KeysPage implements Serializable {
    private static final String ADDRESS = "/settings/keys";

    @EJB
    private transient Accounts accounts;

    private String key = "";
    private String name = "";
    private String chosen = "";
    private transient List<SshKey> keys;

    public List<SshKey> getKeys() {
        if (keys == null) {
            keys = accounts.sshKeys(Frame.caller());
        }
        return keys;
    }

    /** What was written stays on the page when it is refused; but nothing keeps a private key. */
    public void add() {
        try {
            SshKey added = accounts.addSshKey(Frame.caller(), key, name);
            Messages.addFlashGlobalInfo("Key `{0}` was added.", added.fingerprint());
            Faces.redirect(ADDRESS);
        } catch (ProblemException e) {
            if (e.problem() == Problem.SSH_KEY_PRIVATE) {
                key = "";
            }
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    /** By the key's number and not by its place in the list, which may be another by now. */
    public void remove() {
        try {
            accounts.removeSshKey(Frame.caller(), Numbers.sshKey(chosen));
            Messages.addFlashGlobalInfo("The key was removed.");
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Number of the key that is to be removed. */
    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }
}
