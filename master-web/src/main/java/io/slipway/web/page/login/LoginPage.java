// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.login;

import io.slipway.error.ProblemException;
import io.slipway.master.access.Login;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.ejb.OwnAccounts;
import io.slipway.master.ejb.TwoSteps;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.web.access.Address;
import io.slipway.web.access.Sender;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.omnifaces.util.Faces;

/** Asks for name and password, or leads to the OpenID provider; leads back to where somebody came from. */
@Named
@RequestScoped
public class LoginPage implements Serializable {
    @EJB
    private transient Accounts accounts;

    @EJB
    private transient OwnAccounts ownAccounts;

    @EJB
    private transient TwoSteps twoSteps;

    private String username = "";
    private String password = "";
    private String next = Faces.getRequestParameter("next");

    public void enter() {
        try {
            Login login = accounts.enter(username, password, Sender.network(Faces.getRequest(), accounts));
            Entrance.go(login, next, twoSteps);
        } catch (ProblemException e) {
            Frame.refuse(e);
        }
    }

    /** An address of ours that may follow a login. */
    static String ours(String next) {
        return next != null && Address.isOurs(next) ? next : "/";
    }

    /** What people call the OpenID provider; null when there is none. */
    public String getOpenIdName() {
        return ownAccounts.openId().map(OpenIdSettings::name).orElse(null);
    }

    public String getOpenIdAddress() {
        return "/login/openid?next=" + URLEncoder.encode(ours(next), StandardCharsets.UTF_8);
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getNext() {
        return next;
    }

    public void setNext(String next) {
        this.next = next;
    }
}
