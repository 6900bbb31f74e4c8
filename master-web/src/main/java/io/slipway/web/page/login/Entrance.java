// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.login;

import io.slipway.master.access.Login;
import io.slipway.master.ejb.TwoSteps;
import io.slipway.web.access.Address;
import io.slipway.web.access.ConsoleSession;
import io.slipway.web.access.Notice;
import org.omnifaces.util.Faces;

/** Where a login leads to. */
final class Entrance {
    private static final String TWO_STEP = "/settings/two-step";

    private Entrance() {}

    /** To what is left to do before anything is open, and then to where somebody wanted to go. */
    static void go(Login login, String next, TwoSteps twoSteps) {
        String wanted = next != null && Address.isOurs(next) ? next : "/";
        String address = ConsoleSession.enter(Faces.getRequest(), login, wanted);
        if (address.equals(wanted) && twoSteps.state(login.caller()).needed()) {
            ConsoleSession.tell(
                    Faces.getRequest(),
                    new Notice(
                            "Administrators log in in two steps here. Turn it on to act as one; until then you are a user.",
                            true));
            address = TWO_STEP;
        }
        Faces.redirect(address);
    }
}
