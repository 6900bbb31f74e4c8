// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.master.access.Grant;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** {@code GET /query/api-meta.json}: which scopes a token for this service may have, for everybody; but the one of the audit log, which is not read here. */
@WebServlet(urlPatterns = "/query/api-meta.json")
public class ScopesServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        GraphAnswer.send(
                response,
                HttpServletResponse.SC_OK,
                Map.of(
                        "scopes",
                        Arrays.stream(Grant.Scope.values())
                                .filter(scope -> scope != Grant.Scope.AUDIT)
                                .map(Enum::name)
                                .toList()));
    }
}
