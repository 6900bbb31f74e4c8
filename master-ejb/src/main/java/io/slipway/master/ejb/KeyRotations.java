// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.keys.RotateSecretsKey;
import io.slipway.master.keys.SecretsKeyView;
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

    private RotateSecretsKey secrets() {
        return lifecycle.master().keys().secrets();
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
