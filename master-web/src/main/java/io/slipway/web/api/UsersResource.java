// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.FieldException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountPage;
import io.slipway.master.account.AccountView;
import io.slipway.master.account.NewAccount;
import io.slipway.master.ejb.AccountAdministration;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The accounts, for administrators: list, make, suspend, resume. */
@Path("/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {
    private static final Set<String> FIELDS = Set.of("name", "email", "role");
    private static final Set<String> SUSPENSION = Set.of("notice", "cancel_jobs");

    @EJB
    private AccountAdministration administration;

    @Context
    private HttpServletRequest request;

    @GET
    public UserListJson list(@QueryParam("search") String search, @QueryParam("start") String start) {
        return UserListJson.of(administration.list(caller(), search == null ? "" : search, start == null ? "" : start));
    }

    @GET
    @Path("/{name}")
    public UserJson find(@PathParam("name") String name) {
        return UserJson.of(administration.find(caller(), name));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Fields fields = Fields.of(Body.text(body), FIELDS);
        NewAccount made = administration.create(
                caller(), fields.text("name"), fields.text("email", ""), role(fields.text("role", Role.USER.word())));
        return Response.created(URI.create("/api/users/" + made.account().name()))
                .header("Cache-Control", "no-store")
                .entity(new NewUserJson(UserJson.of(made.account()), made.password()))
                .build();
    }

    @POST
    @Path("/{name}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    public UserJson suspend(@PathParam("name") String name, InputStream body) {
        Fields fields = Fields.of(Body.text(body), SUSPENSION);
        return UserJson.of(
                administration.suspend(caller(), name, fields.text("notice"), fields.flag("cancel_jobs", false)));
    }

    @POST
    @Path("/{name}/resume")
    public UserJson resume(@PathParam("name") String name) {
        return UserJson.of(administration.resume(caller(), name));
    }

    private Caller caller() {
        return Access.caller(request);
    }

    private static Role role(String word) {
        try {
            return Role.ofWord(word.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new FieldException("role", "Reading field `role`: " + e.getMessage(), e);
        }
    }

    /**
     * One page of the accounts, by name.
     *
     * @param next what to give as {@code start} for the next page; null on the last
     */
    record UserListJson(String next, List<UserJson> results, long total, int resultsPerPage) {
        static UserListJson of(AccountPage page) {
            return new UserListJson(
                    page.next().isEmpty() ? null : page.next(),
                    page.accounts().stream().map(UserJson::of).toList(),
                    page.total(),
                    AccountPage.SIZE);
        }
    }

    /** An account that was just made; the password is shown this once. */
    record NewUserJson(UserJson user, String oneTimePassword) {}

    /**
     * An account.
     *
     * @param email null for none
     * @param suspended since when; null when not
     * @param notice why; null when not suspended
     */
    record UserJson(
            long id,
            String name,
            String canonicalName,
            String email,
            String role,
            Instant suspended,
            String notice,
            Instant created,
            boolean twoStep) {
        static UserJson of(AccountView account) {
            return new UserJson(
                    account.id(),
                    account.name(),
                    "~" + account.name(),
                    account.email().isEmpty() ? null : account.email(),
                    account.role().word(),
                    account.suspended(),
                    account.isSuspended() ? account.notice() : null,
                    account.created(),
                    account.twoStep());
        }
    }
}
