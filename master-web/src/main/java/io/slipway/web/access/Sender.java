// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.master.ejb.Accounts;
import io.slipway.master.limit.ClientNetwork;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** Where a request comes from. */
public final class Sender {
    private Sender() {}

    /** The network of whoever has sent it, also when a proxy of the settings has passed it on. */
    public static ClientNetwork network(HttpServletRequest request, Accounts accounts) {
        return accounts.network(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }
}
