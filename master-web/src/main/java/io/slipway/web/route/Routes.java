// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that people and clients see, and what of the application answers them. */
public final class Routes {
    /** Request attribute: the job of the address, as text that is not checked. */
    public static final String JOB = "io.slipway.job";

    /** Request attribute: the runner of the address, as text that is not checked. */
    public static final String RUNNER = "io.slipway.runner";
    /** Request attribute: the execution of the address, as text that is not checked. */
    public static final String EXECUTION = "io.slipway.execution";

    /** Request attribute: the schedule of the address, as text that is not checked; {@code new} for none yet. */
    public static final String SCHEDULE = "io.slipway.schedule";

    /** Request attribute: the group of the address, as text that is not checked. */
    public static final String GROUP = "io.slipway.group";

    /** Request attribute: the user of the address, as text that is not checked. */
    public static final String OWNER = "io.slipway.owner";

    /** Request attribute: the tags of the address, joined by slashes, as text that is not checked. */
    public static final String TAGS = "io.slipway.tags";

    private static final Map<String, String> FIXED = Map.of(
            "/", "/jobs.xhtml",
            "/submit", "/submit.xhtml",
            "/operator", "/operator.xhtml",
            "/schedules", "/schedules.xhtml",
            "/settings", "/settings.xhtml",
            "/login", "/login.xhtml",
            "/admin", "/admin.xhtml");
    private static final String FEED = "/rss.xml";
    private static final String BADGE = ".svg";
    private static final Pattern DETAILS_PAGE = Pattern.compile("/~([^/]+)/job/([^/]+)/settings/details");
    private static final Pattern RESUBMIT = Pattern.compile("/resubmit/([^/]+)");
    private static final Pattern EXECUTION_PAGE = Pattern.compile("/operator/([^/]+)/([^/]+)");
    private static final Pattern SCHEDULE_PAGE = Pattern.compile("/schedules/([^/]+)");
    private static final Pattern JOB_PAGE = Pattern.compile("/~([^/]+)/job/([^/]+)");
    private static final Pattern GROUP_PAGE = Pattern.compile("/~([^/]+)/group/([^/]+)");
    private static final Pattern STREAM = Pattern.compile("/api/jobs/([^/]+)/events");

    private Routes() {}

    /** Where a path leads, when it is not the path of what answers. */
    public static Optional<Route> of(String path) {
        if (FIXED.containsKey(path)) {
            return Optional.of(new Route(FIXED.get(path), Map.of()));
        }
        Matcher job = JOB_PAGE.matcher(path);
        if (job.matches()) {
            return Optional.of(new Route("/job.xhtml", Map.of(OWNER, job.group(1), JOB, job.group(2))));
        }
        Matcher details = DETAILS_PAGE.matcher(path);
        if (details.matches()) {
            return Optional.of(new Route("/details.xhtml", Map.of(OWNER, details.group(1), JOB, details.group(2))));
        }
        Matcher resubmit = RESUBMIT.matcher(path);
        if (resubmit.matches()) {
            return Optional.of(new Route("/submit.xhtml", Map.of(JOB, resubmit.group(1))));
        }
        if (path.startsWith("/~")) {
            return ofUser(path.substring("/~".length()));
        }
        Matcher group = GROUP_PAGE.matcher(path);
        if (group.matches()) {
            return Optional.of(new Route("/group.xhtml", Map.of(GROUP, group.group(2))));
        }
        Matcher execution = EXECUTION_PAGE.matcher(path);
        if (execution.matches()) {
            return Optional.of(
                    new Route("/execution.xhtml", Map.of(RUNNER, execution.group(1), EXECUTION, execution.group(2))));
        }
        Matcher schedule = SCHEDULE_PAGE.matcher(path);
        if (schedule.matches()) {
            return Optional.of(new Route("/schedule.xhtml", Map.of(SCHEDULE, schedule.group(1))));
        }
        Matcher stream = STREAM.matcher(path);
        return stream.matches() ? Optional.of(new Route("/live", Map.of(JOB, stream.group(1)))) : Optional.empty();
    }

    /** The tags of the address that is being answered, from the widest on. */
    public static List<String> tags(HttpServletRequest request) {
        Object tags = request.getAttribute(TAGS);
        return tags == null || tags.toString().isEmpty()
                ? List.of()
                : List.of(tags.toString().split("/"));
    }

    /** Lists of a user's jobs, and the feed and the badge of each. A job's own pages go before. */
    private static Optional<Route> ofUser(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (bare.endsWith(FEED)) {
            return ofUser("/feed", bare.substring(0, bare.length() - FEED.length()));
        }
        return bare.endsWith(BADGE)
                ? ofUser("/badge", bare.substring(0, bare.length() - BADGE.length()))
                : ofUser("/jobs.xhtml", bare);
    }

    private static Optional<Route> ofUser(String target, String path) {
        String[] parts = path.split("/", 2);
        String tags = parts.length == 2 ? parts[1] : "";
        boolean legal = !parts[0].isEmpty()
                && (parts.length == 1 || !tags.isEmpty())
                && !tags.startsWith("/")
                && !tags.endsWith("/")
                && !tags.contains("//");
        return legal ? Optional.of(new Route(target, Map.of(OWNER, parts[0], TAGS, tags))) : Optional.empty();
    }

    /**
     * What answers an address.
     *
     * @param target path inside the application
     * @param named what the address names, by request attribute; texts that are not checked
     */
    public record Route(String target, Map<String, String> named) {
        public Route {
            named = Map.copyOf(named);
        }
    }
}
