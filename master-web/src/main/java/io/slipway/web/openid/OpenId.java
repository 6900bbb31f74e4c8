// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.ejb.OwnAccounts;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** The one client of the OpenID provider that the settings name. */
@ApplicationScoped
public class OpenId {
    @EJB
    private OwnAccounts accounts;

    private OpenIdLogin login;

    @PostConstruct
    void start() {
        login = accounts.openId()
                .map(settings -> new OpenIdLogin(settings, Clock.systemUTC()))
                .orElse(null);
    }

    /** Throws OPENID_OFF when the settings name no provider. */
    OpenIdLogin login() {
        return Optional.ofNullable(login)
                .orElseThrow(() -> new ProblemException(
                        Problem.OPENID_OFF, "Logging in by OpenID: it is not set up here; log in by password"));
    }
}
