// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.AccessToken;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.ejb.Accounts;
import io.slipway.web.access.Access;
import io.slipway.web.access.Came;
import io.slipway.web.access.Credentials;
import io.slipway.web.access.Credentials.NameAndPassword;
import io.slipway.web.access.Sender;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Personal access tokens: made for who gives name and password; list and revoke the caller's. */
@Path("/tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {
    private static final Set<String> FIELDS = Set.of("user", "name", "grants", "lifetime", "code");
    private static final Pattern LIFETIME = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

    @EJB
    private Accounts accounts;

    @Context
    private HttpServletRequest request;

    @GET
    public TokenListJson list() {
        return new TokenListJson(accounts.tokens(Access.caller(request)).stream()
                .map(TokenEntry::of)
                .toList());
    }

    @DELETE
    @Path("/{id}")
    public void revoke(@PathParam("id") String id) {
        accounts.revokeToken(Access.caller(request), Numbers.token(id));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response issue(@HeaderParam("Authorization") String authorization, InputStream body) {
        NameAndPassword login = Credentials.of(authorization)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_MISSING, "Making a token: name and password by `Basic` are needed"))
                .basic();
        Fields fields = Fields.of(Body.text(body), FIELDS);
        Caller caller = accounts.login(
                login.name(), login.password(), fields.text("code", ""), Sender.network(request, accounts));
        IssuedToken token = accounts.issueToken(
                caller.from(Came.of(request)),
                fields.text("user", caller.username()),
                fields.text("name"),
                fields.texts("grants").stream().map(TokensResource::grant).collect(Collectors.toSet()),
                lifetime(fields.text("lifetime", "30d")));
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(new TokenJson(token.id(), token.text(), token.expires()))
                .build();
    }

    private static Grant grant(String text) {
        try {
            return Grant.of(text);
        } catch (IllegalArgumentException e) {
            throw new FieldException("grants", "Reading field `grants`: " + e.getMessage(), e);
        }
    }

    static Duration lifetime(String text) {
        Matcher lifetime = LIFETIME.matcher(text);
        if (!lifetime.matches()) {
            throw Fields.illegal("lifetime", "`%s`; a number with `m`, `h` or `d` is allowed".formatted(text));
        }
        long count = Long.parseLong(lifetime.group(1));
        return switch (lifetime.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** A token, shown once. */
    record TokenJson(long id, String token, Instant expires) {}

    /** The tokens of one user, newest first. */
    record TokenListJson(List<TokenEntry> results) {}

    /**
     * A token without its text.
     *
     * @param lastUsed null when never
     */
    record TokenEntry(long id, String name, List<String> grants, Instant created, Instant expires, Instant lastUsed) {
        static TokenEntry of(AccessToken token) {
            return new TokenEntry(
                    token.id(),
                    token.name(),
                    token.grants().stream().map(Grant::toString).sorted().toList(),
                    token.created(),
                    token.expires(),
                    token.lastUsed());
        }
    }
}
