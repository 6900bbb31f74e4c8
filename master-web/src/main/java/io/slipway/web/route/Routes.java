// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** Request attribute: the account of the address, as text that is not checked. */
    public static final String USER = "io.slipway.user";

    /** Request attribute: the uuid of the secret of the address, as text that is not checked. */
    public static final String SECRET = "io.slipway.secret";

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("/", "/jobs.xhtml"),
            Map.entry("/submit", "/submit.xhtml"),
            Map.entry("/operator", "/operator.xhtml"),
            Map.entry("/runners", "/runners.xhtml"),
            Map.entry("/schedules", "/schedules.xhtml"),
            Map.entry("/secrets", "/secrets.xhtml"),
            Map.entry("/settings", "/settings.xhtml"),
            Map.entry("/login", "/login.xhtml"),
            Map.entry("/admin", "/admin.xhtml"),
            Map.entry("/settings/keys", "/settings-keys.xhtml"),
            Map.entry("/settings/tokens", "/settings-tokens.xhtml"),
            Map.entry("/settings/two-step", "/settings-two-step.xhtml"),
            Map.entry("/login/code", "/login-code.xhtml"),
            Map.entry("/password", "/password.xhtml"),
            Map.entry("/admin/users", "/users.xhtml"),
            Map.entry("/admin/audit", "/audit.xhtml"),
            Map.entry("/admin/keys", "/keys.xhtml"));
    /** What may stand behind a user and tags, and what answers then: the first that fits. */
    private static final List<Map.Entry<String, String>> OF_USERS =
            List.of(Map.entry("/rss.xml", "/feed"), Map.entry(".svg", "/badge"), Map.entry("", "/jobs.xhtml"));

    private static final List<Page> PAGES = List.of(
            new Page("/~([^/]+)/job/([^/]+)", "/job.xhtml", OWNER, JOB),
            new Page("/~([^/]+)/job/([^/]+)/settings/details", "/details.xhtml", OWNER, JOB),
            new Page("/~[^/]+/group/([^/]+)", "/group.xhtml", GROUP),
            new Page("/resubmit/([^/]+)", "/submit.xhtml", JOB),
            new Page("/operator/([^/]+)/([^/]+)", "/execution.xhtml", RUNNER, EXECUTION),
            new Page("/admin/users/([^/]+)", "/user.xhtml", USER),
            new Page("/secret/delete/([^/]+)", "/secret-delete.xhtml", SECRET),
            new Page("/secret/share/([^/]+)", "/secret-share.xhtml", SECRET),
            new Page("/schedules/([^/]+)", "/schedule.xhtml", SCHEDULE),
            new Page("/api/jobs/([^/]+)/events", "/live", JOB));

    private Routes() {}

    /** Where a path leads, when it is not the path of what answers. */
    public static Optional<Route> of(String path) {
        if (FIXED.containsKey(path)) {
            return Optional.of(new Route(FIXED.get(path), Map.of()));
        }
        Optional<Route> page =
                PAGES.stream().flatMap(known -> known.match(path).stream()).findFirst();
        return page.isPresent() || !path.startsWith("/~") ? page : ofUser(path.substring("/~".length()));
    }

    /** Every kind of address that leads somewhere, with what it names in braces: {@code /resubmit/{job}}. */
    static List<String> addresses() {
        return Stream.of(
                        FIXED.keySet().stream(),
                        PAGES.stream().map(Page::toString),
                        OF_USERS.stream().map(known -> "/~{owner}/{tags}" + known.getKey()))
                .flatMap(Function.identity())
                .sorted()
                .toList();
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
        Map.Entry<String, String> kind = OF_USERS.stream()
                .filter(known -> bare.endsWith(known.getKey()))
                .findFirst()
                .orElseThrow();
        return ofUser(
                kind.getValue(), bare.substring(0, bare.length() - kind.getKey().length()));
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

    /** The addresses of one kind: each group of the pattern is the value of the request attribute at its place. */
    private record Page(Pattern address, String target, List<String> names) {
        Page(String address, String target, String... names) {
            this(Pattern.compile(address), target, List.of(names));
        }

        @Override
        public String toString() {
            String shown = address.pattern();
            for (String name : names) {
                String word = name.substring(name.lastIndexOf('.') + 1);
                shown = shown.replaceFirst("\\(\\[\\^/]\\+\\)", "{" + word + "}");
            }
            return shown.replace("[^/]+", "{}");
        }

        Optional<Route> match(String path) {
            Matcher matcher = address.matcher(path);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Map<String, String> named = new HashMap<>();
            for (int n = 0; n < names.size(); n++) {
                named.put(names.get(n), matcher.group(n + 1));
            }
            return Optional.of(new Route(target, named));
        }
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
