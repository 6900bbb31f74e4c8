// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Origin.Way;
import io.slipway.master.limit.ClientNetwork;
import jakarta.servlet.http.HttpServletRequest;

/** How a request came, for the audit log. */
public final class Came {
    private static final String NETWORK = Came.class.getName() + ".network";

    private Came() {}

    /** Says from where, once for each request. */
    static void from(ClientNetwork network, HttpServletRequest request) {
        request.setAttribute(NETWORK, network.text());
    }

    /** Of who has just come to the door. */
    public static Origin of(HttpServletRequest request) {
        return by(Way.NONE, request);
    }

    static Caller withToken(Caller caller, HttpServletRequest request) {
        return caller.from(by(caller.job() ? Way.JOB : Way.TOKEN, request));
    }

    static Caller withSession(Caller caller, HttpServletRequest request) {
        return caller.from(by(Way.SESSION, request));
    }

    private static Origin by(Way way, HttpServletRequest request) {
        return new Origin(way, request.getAttribute(NETWORK) instanceof String network ? network : "");
    }
}
