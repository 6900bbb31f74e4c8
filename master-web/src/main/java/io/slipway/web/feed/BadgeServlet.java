// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import io.slipway.master.ejb.JobLists;
import io.slipway.web.route.Routes;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /~USER.svg} and {@code /~USER/TAGS.svg}: how the newest public job that has ended did. Nothing is remembered between two. */
@WebServlet(urlPatterns = "/badge")
public class BadgeServlet extends HttpServlet {
    @EJB
    private transient JobLists lists;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(Routes.OWNER) == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            String owner = request.getAttribute(Routes.OWNER).toString();
            Badge badge = Badge.of(request.getParameter("name"), lists.lastResult(owner, Routes.tags(request)));
            response.setHeader("Cache-Control", "no-cache");
            response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
            Fetched.answer(request, response, "image/svg+xml", badge.svg());
        } catch (RuntimeException e) {
            Fetched.refuse(response, e);
        }
    }
}
