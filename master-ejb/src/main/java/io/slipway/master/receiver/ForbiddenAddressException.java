// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import java.io.IOException;

/**
 * The address that was to be called is in no network that may be; nothing was sent. Does not say which it is: a name may be of a network
 * that nobody outside knows.
 */
public final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1;

    static final String SENTENCE =
            "it is in a network that is not called from here; public addresses are, and those that `webhook.networks` allows";

    ForbiddenAddressException() {
        super(SENTENCE);
    }
}
