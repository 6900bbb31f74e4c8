// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.keys;

import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.KeyRotations;
import io.slipway.master.keys.OpeningKeyView;
import io.slipway.master.keys.SecretsKeyView;
import io.slipway.master.keys.SigningKeyView;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.function.Consumer;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows how the keys of the master stand, and has new ones made in their place. */
@Named
@RequestScoped
public class MasterKeysPage implements Serializable {
    private static final String ADDRESS = "/admin/keys";

    @EJB
    private transient KeyRotations rotations;

    private transient SecretsKeyView secrets;
    private transient SigningKeyView signing;
    private transient OpeningKeyView opening;

    /** Answers 403 to who is no administrator. */
    public void open() {
        Frame.requireAdministrator();
    }

    /** How the key of users' secrets stands. */
    public SecretsKeyView getSecrets() {
        if (secrets == null) {
            secrets = rotations.secretsKey(Frame.caller());
        }
        return secrets;
    }

    /** How the key stands that runners know the master by. */
    public SigningKeyView getSigning() {
        if (signing == null) {
            signing = rotations.signingKey(Frame.caller());
        }
        return signing;
    }

    /** How the key stands that runners seal to. */
    public OpeningKeyView getOpening() {
        if (opening == null) {
            opening = rotations.openingKey(Frame.caller());
        }
        return opening;
    }

    public void rotateSigning() {
        change(
                rotations::rotateSigningKey,
                "A new key was made, which runners learn by themselves. Back its file up now.");
    }

    public void rotateSecrets() {
        change(rotations::rotateSecretsKey, "A new key was made. Back its file up now.");
    }

    public void retireSecrets() {
        change(rotations::retireSecretsKeys, "The old keys were thrown away.");
    }

    public void rotateOpening() {
        change(
                rotations::rotateOpeningKey,
                "A new key was made, which runners learn by themselves. Back its file up now.");
    }

    public void retireOpening() {
        change(rotations::retireOpeningKeys, "The old keys were thrown away.");
    }

    private static void change(Consumer<Caller> act, String done) {
        try {
            act.accept(Frame.caller());
            Messages.addFlashGlobalInfo("{0}", done);
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }
}
