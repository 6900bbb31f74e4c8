// SPDX-License-Identifier: Apache-2.0
package io.slipway.ssh;

import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.bouncycastle.BouncyCastleSecurityProviderRegistrar;

/**
 * Bouncy Castle, which gives the ssh library Ed25519, for the library alone: left to itself it adds the provider to the whole
 * application server, where it stays when the application has gone.
 */
final class OwnProvider extends BouncyCastleSecurityProviderRegistrar {
    private OwnProvider() {}

    /** Before the library is used for the first time; later it changes nothing. */
    static void use() {
        SecurityUtils.registerSecurityProvider(new OwnProvider());
    }

    @Override
    public boolean isNamedProviderUsed() {
        return false;
    }
}
