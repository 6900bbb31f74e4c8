// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.keys.KeyCare;
import io.slipway.master.keys.OpeningKeyView;
import io.slipway.master.keys.RotateSecretsKey;
import io.slipway.master.keys.SecretsKeyView;
import io.slipway.master.keys.SigningKeyView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;

/**
 * New keys in place of old ones, for administrators.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class KeyRotations {
    @EJB
    private MasterLifecycle lifecycle;

    /** How the key of secrets stands. */
    public SecretsKeyView secretsKey(Caller caller) {
        return secrets().view(caller);
    }

    /** Makes a new key of secrets. */
    public void rotateSecretsKey(Caller caller) {
        audit().act(caller, Deed.of(Act.KEY_ROTATED, "secrets"), () -> secrets().rotate(caller));
    }

    /** Throws the old keys of secrets away. */
    public void retireSecretsKeys(Caller caller) {
        audit().act(caller, Deed.of(Act.KEY_RETIRED, "secrets"), () -> secrets().retire(caller));
    }

    /** How the key stands that runners know the master by. */
    public SigningKeyView signingKey(Caller caller) {
        return care().signing().view(caller);
    }

    /** Makes a new key to sign with. */
    public void rotateSigningKey(Caller caller) {
        audit().act(
                        caller,
                        Deed.of(Act.KEY_ROTATED, "signing"),
                        () -> care().signing().rotate(caller));
    }

    /** How the key stands that runners seal to. */
    public OpeningKeyView openingKey(Caller caller) {
        return care().opening().view(caller);
    }

    /** Makes a new key that runners are to seal to. */
    public void rotateOpeningKey(Caller caller) {
        audit().act(
                        caller,
                        Deed.of(Act.KEY_ROTATED, "opening"),
                        () -> care().opening().rotate(caller));
    }

    /** Throws the old keys away that runners sealed to. */
    public void retireOpeningKeys(Caller caller) {
        audit().act(
                        caller,
                        Deed.of(Act.KEY_RETIRED, "opening"),
                        () -> care().opening().retire(caller));
    }

    /** Has a runner make keys anew. */
    public void renewRunnerKeys(Caller caller, RunnerName runner) {
        audit().act(
                        caller,
                        Deed.of(Act.RUNNER_KEYS_ASKED, runner.value()),
                        () -> care().runners().ask(caller, runner));
    }

    private RotateSecretsKey secrets() {
        return care().secrets();
    }

    private KeyCare care() {
        return lifecycle.master().keys();
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
