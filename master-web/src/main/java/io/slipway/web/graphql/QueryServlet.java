// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.web.access.Access;
import io.slipway.web.api.Body;
import io.slipway.web.graphql.request.GraphRequest;
import io.slipway.web.graphql.request.Multipart;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** {@code POST /query}: one GraphQL operation, as JSON or as a multipart request. */
@WebServlet(urlPatterns = "/query")
@MultipartConfig(
        fileSizeThreshold = 64 << 10,
        maxFileSize = QueryServlet.LARGEST_REQUEST,
        maxRequestSize = QueryServlet.LARGEST_REQUEST)
public class QueryServlet extends HttpServlet {
    static final long LARGEST_REQUEST = 16 << 20;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getMethod().equals("POST")) {
            super.service(request, response);
            return;
        }
        response.setHeader("Allow", "POST");
        GraphAnswer.send(
                response,
                HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                GraphAnswer.errors(new ProblemException(
                        Problem.REQUEST_ILLEGAL,
                        "Calling `/query` by `%s`: `POST` is allowed".formatted(request.getMethod()))));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Caller caller = Gate.caller(request);
            GraphAnswer.send(
                    response,
                    HttpServletResponse.SC_OK,
                    EngineStart.engine(getServletContext())
                            .execute(caller, read(request), refusal -> Access.refused(request, refusal)));
        } catch (RuntimeException e) {
            GraphAnswer.refuse(request, response, e);
        }
    }

    private static GraphRequest read(HttpServletRequest request) throws IOException {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            return multipart(request);
        }
        if (type.startsWith("application/json")) {
            return GraphRequest.of(Body.text(request.getInputStream()));
        }
        throw new ProblemException(
                Problem.REQUEST_ILLEGAL,
                "Reading the body: `Content-Type: application/json` and `multipart/form-data` are allowed");
    }

    /** The container bounds it too, also when no length is given. */
    private static GraphRequest multipart(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LARGEST_REQUEST) {
            Body.drain(request.getInputStream());
            throw new ProblemException(
                    Problem.REQUEST_TOO_LARGE,
                    "Reading a multipart request: it has %d bytes; at most %d are allowed"
                            .formatted(request.getContentLengthLong(), LARGEST_REQUEST));
        }
        try {
            return new Multipart(request.getParts()).request();
        } catch (ServletException | IllegalStateException e) {
            throw new ProblemException(Problem.REQUEST_ILLEGAL, "Reading a multipart request: " + e.getMessage(), e);
        }
    }
}
