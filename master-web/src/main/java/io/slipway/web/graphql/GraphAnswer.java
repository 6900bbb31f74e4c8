// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.error.ProblemException;
import io.slipway.web.access.Access;
import io.slipway.web.api.Answer;
import io.slipway.web.api.Json;
import io.slipway.web.graphql.error.ProblemError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is answered: JSON, also when there was nothing to execute. */
final class GraphAnswer {
    private GraphAnswer() {}

    static void send(HttpServletResponse response, int status, Object body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** For a request that is none, or whose sender may not send it. */
    static void refuse(HttpServletRequest request, HttpServletResponse response, RuntimeException thrown)
            throws IOException {
        ProblemException problem = Answer.problemIn(thrown).orElseGet(() -> Answer.incident(thrown));
        Access.refused(request, problem);
        int status = problem instanceof Gate.Refused refused
                ? refused.status()
                : Answer.to(problem).status();
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        Answer.retryAfter(problem).ifPresent(seconds -> response.setHeader("Retry-After", seconds));
        send(response, status, errors(problem));
    }

    /** The answer to something that was not executed. */
    static Map<String, Object> errors(ProblemException problem) {
        return Map.of("errors", List.of(ProblemError.of(problem).toSpecification()));
    }
}
