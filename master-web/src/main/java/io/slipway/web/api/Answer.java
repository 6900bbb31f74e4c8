// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Kind;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;

/**
 * What is answered to something that went wrong: a status and a body.
 *
 * @param status of HTTP
 */
public record Answer(int status, ErrorJson body) {
    private static final Logger LOG = System.getLogger(Answer.class.getName());

    /** Problems are answered as they are; anything else is a defect of ours, told by an incident's number that our log has too. */
    public static Answer to(Throwable thrown) {
        return problemIn(thrown)
                .map(problem -> new Answer(status(problem.problem().kind()), ErrorJson.of(problem)))
                .orElseGet(() -> defect(thrown));
    }

    /** The problem that is the thrown, or that a container wrapped into it. */
    public static Optional<ProblemException> problemIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    /** The value of header {@code Retry-After} for whoever has tried too often. */
    public static Optional<String> retryAfter(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TriesException tries) {
                return Optional.of(Long.toString(tries.after().toSeconds()));
            }
        }
        return Optional.empty();
    }

    /** Logs a defect and gives the sentence that names its incident. */
    public static ProblemException incident(Throwable thrown) {
        String incident = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(Level.ERROR, "Incident " + incident, thrown);
        return new ProblemException(
                Problem.DEFECT,
                "Answering this request: a defect of ours; the administrator finds it as incident `%s` in the log"
                        .formatted(incident),
                thrown);
    }

    static int status(Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case RANGE -> 416;
            case TOO_OFTEN -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }

    private static Answer defect(Throwable thrown) {
        return new Answer(status(Problem.DEFECT.kind()), ErrorJson.of(incident(thrown)));
    }
}
