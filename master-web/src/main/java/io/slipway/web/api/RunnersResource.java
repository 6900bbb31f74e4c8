// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.ejb.KeyRotations;
import io.slipway.master.ejb.Runners;
import io.slipway.master.enrol.EnrolRunner.Enrolled;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.enrol.IssuedEnrolment;
import io.slipway.web.access.Access;
import io.slipway.web.access.Credentials;
import io.slipway.web.access.Sender;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
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
import java.util.Set;
import java.util.function.Function;

/** The runners: list, make a token to enrol one, enrol, have keys made anew, revoke. */
@Path("/runners")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RunnersResource {
    private static final String REDIS_HASH = "redis_password_sha256";
    private static final Set<String> ENROLMENT = Set.of("name", "verifying_key", "sealing_key", REDIS_HASH);
    private static final Set<String> TOKEN = Set.of("runner", "lifetime");

    @EJB
    private Runners runners;

    @EJB
    private KeyRotations rotations;

    @EJB
    private Accounts accounts;

    @Context
    private HttpServletRequest request;

    @GET
    public RunnerListJson list() {
        return RunnerListJson.of(runners.list(caller()));
    }

    /** Called by a runner, with its token. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response enrol(@HeaderParam("Authorization") String authorization, InputStream body) {
        String token = Credentials.of(authorization)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_MISSING,
                        "Enrolling a runner: an enrolment token by `Bearer` is needed, also when the name is known"))
                .token();
        Fields fields = Fields.of(Body.text(body), ENROLMENT);
        RunnerName name = name("name", fields.text("name"));
        PublicKeys keys = new PublicKeys(
                key("verifying_key", fields, VerifyingKey::of), key("sealing_key", fields, SealingKey::of));
        // Before: a token is not used up for a runner that cannot be told what to seal to.
        SignedSealingKey sealing = runners.sealing();
        Enrolled enrolled =
                runners.enrol(token, name, keys, fields.text(REDIS_HASH, ""), Sender.network(request, accounts));
        return Response.status(Response.Status.CREATED)
                .entity(new EnrolledJson(
                        name.value(),
                        enrolled.fingerprint(),
                        enrolled.master().text(),
                        sealing.key().text(),
                        sealing.number(),
                        sealing.signature()))
                .build();
    }

    /** The file of the users of the shared Redis; holds hashes of passwords, and no password. */
    @GET
    @Path("/acl")
    @Produces(MediaType.TEXT_PLAIN)
    public String acl() {
        return runners.acl(caller());
    }

    /** The body may be left out: then the token enrols any name that is not taken. */
    @POST
    @Path("/tokens")
    public Response issueToken(InputStream body) {
        String text = Body.text(body);
        Fields fields = Fields.of(text.isBlank() ? "{}" : text, TOKEN);
        String runner = fields.text("runner", "");
        String lifetime = fields.text("lifetime", "");
        IssuedEnrolment issued = runners.issueToken(
                caller(),
                runner.isEmpty() ? null : name("runner", runner),
                lifetime.isEmpty() ? EnrolmentTokens.LIFETIME : TokensResource.lifetime(lifetime));
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(EnrolmentTokenJson.of(issued))
                .build();
    }

    @POST
    @Path("/{name}/revoke")
    public RunnerListJson revoke(@PathParam("name") String name) {
        runners.revoke(caller(), Numbers.runner(name));
        return RunnerListJson.of(runners.list(caller()));
    }

    /** Has the runner make keys anew; what it runs goes on. */
    @POST
    @Path("/{name}/keys")
    public RunnerListJson renewKeys(@PathParam("name") String name) {
        rotations.renewRunnerKeys(caller(), Numbers.runner(name));
        return RunnerListJson.of(runners.list(caller()));
    }

    private Caller caller() {
        return Access.caller(request);
    }

    private static RunnerName name(String field, String name) {
        try {
            return new RunnerName(name);
        } catch (IllegalArgumentException e) {
            throw new FieldException(field, "Reading field `%s`: %s".formatted(field, e.getMessage()), e);
        }
    }

    private static <K> K key(String field, Fields fields, Function<String, K> read) {
        try {
            return read.apply(fields.text(field));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.RUNNER_KEY_ILLEGAL, "Reading field `%s`: %s".formatted(field, e.getMessage()), e);
        }
    }

    /**
     * What a runner is answered that is enrolled.
     *
     * @param masterKey what it knows the master by from now on
     * @param sealingKey what it seals what it says to
     * @param sealingNumber of that key; one with a greater number takes its place
     * @param sealingSignature the master's, that both are its own
     */
    record EnrolledJson(
            String name,
            String fingerprint,
            String masterKey,
            String sealingKey,
            long sealingNumber,
            String sealingSignature) {}
}
