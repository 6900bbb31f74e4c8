// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import io.slipway.master.access.Caller;
import io.slipway.master.ejb.JobLists;
import io.slipway.master.listing.JobListing;
import io.slipway.master.listing.JobListing.Part;
import io.slipway.master.search.Key;
import io.slipway.master.search.Search;
import io.slipway.web.access.Access;
import io.slipway.web.api.Links;
import io.slipway.web.route.Routes;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * {@code GET /~USER/rss.xml} and {@code /~USER/TAGS/rss.xml}: the newest jobs that have ended, or, when a search names statuses, those of
 * these statuses.
 */
@WebServlet(urlPatterns = "/feed")
public class FeedServlet extends HttpServlet {
    private static final int SIZE = 50;

    @EJB
    private transient JobLists lists;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(Routes.OWNER) == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("Vary", "Cookie");
        try {
            String text = request.getParameter("search");
            Search search = Search.of(text == null ? "" : text);
            String owner = request.getAttribute(Routes.OWNER).toString();
            List<String> tags = Routes.tags(request);
            Part part = search.names(Key.STATUS) ? Part.ALL : Part.FINISHED;
            JobListing listing = new JobListing(owner, tags, search, part);
            String query = request.getQueryString();
            String self = Links.feed(owner, tags) + (query == null ? "" : "?" + query);
            byte[] feed = new RssFeed(lists.origin(), owner, tags, self)
                    .write(lists.list(reader(request, owner), listing, 0, SIZE).lines());
            Fetched.answer(request, response, "application/rss+xml; charset=utf-8", feed);
        } catch (RuntimeException e) {
            Fetched.refuse(response, e);
        }
    }

    /** Whoever it is, but the owner, is nobody in particular. */
    private static Caller reader(HttpServletRequest request, String owner) {
        Caller caller = Access.caller(request);
        return caller.username().equals(owner) ? caller : Caller.ANONYMOUS;
    }
}
