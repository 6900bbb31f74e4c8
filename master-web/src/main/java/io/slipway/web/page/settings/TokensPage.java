// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import io.slipway.error.ProblemException;
import io.slipway.master.access.AccessToken;
import io.slipway.master.access.Grant;
import io.slipway.master.ejb.Accounts;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Lists the caller's access tokens, makes another one, which is shown once, and revokes one. */
@Named
@ViewScoped
public class TokensPage implements Serializable {
    private static final String ADDRESS = "/settings/tokens";
    private static final List<GrantChoice> CHOICES = Arrays.stream(Grant.Scope.values())
            .flatMap(scope -> Stream.of(Grant.Access.values()).map(access -> GrantChoice.of(new Grant(scope, access))))
            .toList();

    @EJB
    private transient Accounts accounts;

    private String name = "";
    private String[] grants = {};
    private String days = "30";
    private String chosen = "";
    private transient List<AccessToken> tokens;

    public List<AccessToken> getTokens() {
        if (tokens == null) {
            tokens = accounts.tokens(Frame.caller());
        }
        return tokens;
    }

    /** Sorted. */
    public List<String> scopes(AccessToken token) {
        return token.grants().stream().map(Grant::toString).sorted().toList();
    }

    public List<GrantChoice> getAllGrants() {
        return CHOICES;
    }

    /** Shows the token in the answer itself: nothing keeps it, and loading the page anew shows it no more. */
    public void make() {
        try {
            Duration lifetime = Duration.ofDays(Numbers.days("days", days.strip()));
            Frame.showOnce(accounts.issueToken(
                    Frame.caller(),
                    Frame.caller().username(),
                    name,
                    Stream.of(grants).map(Grant::of).collect(Collectors.toSet()),
                    lifetime));
            name = "";
            grants = new String[0];
            tokens = null;
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    /** By the token's number and not by its place in the list, which may be another by now. */
    public void revoke() {
        try {
            accounts.revokeToken(Frame.caller(), Numbers.token(chosen));
            Messages.addFlashGlobalInfo("{0}", "The token was revoked.");
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String[] getGrants() {
        return grants.clone();
    }

    public void setGrants(String[] grants) {
        this.grants = grants.clone();
    }

    /** How long a new token works. */
    public String getDays() {
        return days;
    }

    public void setDays(String days) {
        this.days = days;
    }

    /** Number of the token that is to be revoked. */
    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }
}
