// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import io.slipway.master.access.Login;
import java.util.List;

/**
 * What is shown, once, to who has turned two-step login on.
 *
 * @param codes ten recovery codes
 * @param login what the session goes on with; all others have ended
 */
public record TurnedOn(List<String> codes, Login login) {
    public TurnedOn {
        codes = List.copyOf(codes);
    }

    /** Leaves out the codes. */
    @Override
    public String toString() {
        return "turned on";
    }
}
