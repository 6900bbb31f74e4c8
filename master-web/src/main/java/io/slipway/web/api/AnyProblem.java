// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.web.access.Access;
import io.slipway.web.api.ByteRange.UnsatisfiableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers everything that a resource throws, and every request that finds no resource, in JSON. */
@Provider
public class AnyProblem implements ExceptionMapper<Throwable> {
    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable thrown) {
        return thrown instanceof WebApplicationException refused
                        && refused.getResponse().getStatus() < 500
                ? refused(refused)
                : answer(thrown);
    }

    private static Response refused(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        ErrorJson body = refused instanceof NotFoundException
                ? ErrorJson.of(Problem.ADDRESS_UNKNOWN, "Looking for this address: the API has none such")
                : ErrorJson.of(Problem.REQUEST_ILLEGAL, sentence(status));
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
        String allowed = refused.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return (allowed == null ? response : response.header(HttpHeaders.ALLOW, allowed)).build();
    }

    private static String sentence(int status) {
        return switch (status) {
            case 405 -> "Calling this address: it has no such method; header `Allow` says which are allowed";
            case 406 -> "Calling this address: it answers in no type that header `Accept` takes";
            case 415 ->
                "Reading the body: `Content-Type: application/json` is allowed, and for a submit `application/x-www-form-urlencoded`";
            default -> "Reading the request: it is not what this address takes";
        };
    }

    private Response answer(Throwable thrown) {
        Answer answer = Answer.to(thrown);
        Answer.problemIn(thrown).ifPresent(problem -> Access.refused(request, problem));
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.body());
        if (answer.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        Answer.retryAfter(thrown).ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds));
        if (thrown instanceof UnsatisfiableException range) {
            response.header("Content-Range", range.contentRange());
        }
        return response.build();
    }
}
