// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.error.Kind;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.web.access.Access;
import io.slipway.web.access.Credentials;
import io.slipway.web.api.Answer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/** Nobody gets in here without credentials, also not to what everybody may see. */
final class Gate {
    private static final Set<String> SCHEMES = Set.of("bearer", "token");

    private Gate() {}

    /** Who calls; throws what {@link Refused} says. */
    static Caller caller(HttpServletRequest request) {
        Optional<ProblemException> problem = Access.problem(request);
        if (problem.isPresent()) {
            throw new Refused(status(request, problem.get()), problem.get());
        }
        Caller caller = Access.caller(request);
        if (caller.isAnonymous()) {
            throw new Refused(
                    HttpServletResponse.SC_UNAUTHORIZED,
                    new ProblemException(
                            Problem.CREDENTIALS_MISSING,
                            "header `Authorization` is absent; `Authorization: Bearer TOKEN` is needed"));
        }
        return caller;
    }

    private static int status(HttpServletRequest request, ProblemException problem) {
        if (problem.problem().kind() == Kind.UNAVAILABLE) {
            return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }
        if (problem.problem().kind() == Kind.TOO_OFTEN) {
            return Answer.to(problem).status();
        }
        boolean isToken = Credentials.of(request.getHeader("Authorization"))
                .filter(given ->
                        SCHEMES.contains(given.scheme()) && !given.value().isEmpty())
                .isPresent();
        return isToken ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_BAD_REQUEST;
    }

    /** Credentials that are absent (401), malformed (400), not good (403), not good too often (429), or could not be looked at (500). */
    static final class Refused extends ProblemException {
        private final int status;

        Refused(int status, ProblemException problem) {
            super(problem.problem(), "Authentication error: " + problem.getMessage(), problem);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
