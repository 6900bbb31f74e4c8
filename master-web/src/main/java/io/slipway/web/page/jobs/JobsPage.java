// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.jobs;

import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.ejb.JobLists;
import io.slipway.master.listing.JobLines;
import io.slipway.master.listing.JobListing;
import io.slipway.master.listing.JobListing.Part;
import io.slipway.master.search.Search;
import io.slipway.web.api.Links;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.omnifaces.util.Faces;

/**
 * Lists jobs, newest first: one's own, a user's, those below tags, or everybody's for an administrator. Who is not logged in is welcomed
 * at {@code /}.
 *
 * <p>Keeps nothing between two requests, so that who reads without a login has no session.
 */
@Named
@RequestScoped
public class JobsPage implements Serializable {
    private static final int SIZE = 15;
    private static final JobLines NOTHING = new JobLines(List.of(), 0, 0);

    @EJB
    private transient JobLists lists;

    private final ListAddress address =
            ListAddress.of(ownerOfAddress(), Routes.tags(Faces.getRequest()), Faces::getRequestParameter);
    private transient JobLines lines;
    private transient String problem = "";

    private static String ownerOfAddress() {
        Object owner = Faces.getRequest().getAttribute(Routes.OWNER);
        return owner == null ? "" : owner.toString();
    }

    /** Answers 404 for a user that there is not, and 400 for what is no search. */
    public void open() {
        if (isWelcome()) {
            return;
        }
        try {
            lines();
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            Frame.notFound(e.getMessage());
            return;
        }
        if (!problem.isEmpty()) {
            Faces.getResponse().setStatus(400);
        }
    }

    /** Whether the caller is told what this is, in place of a list. */
    public boolean isWelcome() {
        return address.owner().isEmpty() && Frame.caller().isAnonymous();
    }

    public List<Row> getJobs() {
        return lines().lines().stream().map(Row::of).toList();
    }

    public long getTotal() {
        return lines().total();
    }

    /** What the list is called outside of its page. */
    public String getName() {
        String tags = address.tags().stream().map(tag -> "/" + tag).collect(Collectors.joining());
        return isEverybody() ? "All jobs" : "Jobs of ~" + owner() + tags;
    }

    public String getTitle() {
        return getName() + " - Slipway";
    }

    public ListAddress getAddress() {
        return address;
    }

    /** Address of the next page; empty on the last. */
    public String getOlder() {
        return lines().next() == 0 ? "" : address.from(lines().next());
    }

    /** What is wrong with the search; empty when nothing is. */
    public String getProblem() {
        lines();
        return problem;
    }

    public boolean isEverybody() {
        return address.everybody() && Permissions.administers(Frame.caller());
    }

    /** Whether these are the caller's own jobs. */
    public boolean isMine() {
        return !isEverybody() && owner().equals(Frame.caller().username());
    }

    /** Address of the feed with the same search. */
    public String getFeed() {
        String query = new ListAddress("", List.of(), address.search(), false, 0).from(0);
        return Links.feed(owner(), address.tags()) + query.substring(1);
    }

    /** Address of the badge. */
    public String getBadge() {
        return Links.badge(owner(), address.tags());
    }

    /** What is written into a README to show the badge. */
    public String getMarkdown() {
        String origin = lists.origin().toString();
        return "[![jobs](%s)](%s)".formatted(origin + getBadge(), origin + Links.jobs(owner(), address.tags()));
    }

    /** Reads the list again. */
    public void refresh() {
        lines = null;
    }

    private String owner() {
        return address.owner().isEmpty() ? Frame.caller().username() : address.owner();
    }

    private JobLines lines() {
        if (lines == null) {
            lines = read();
        }
        return lines;
    }

    private JobLines read() {
        Caller caller = Frame.caller();
        try {
            problem = "";
            JobListing listing =
                    new JobListing(isEverybody() ? "" : owner(), address.tags(), Search.of(address.search()), Part.ALL);
            return lists.list(caller, listing, address.start(), SIZE);
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.INVALID) {
                throw e;
            }
            problem = e.getMessage();
            return NOTHING;
        }
    }
}
