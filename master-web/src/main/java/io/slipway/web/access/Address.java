// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of a request, below the application's own, and what it means for access.
 *
 * @param path decoded by the container, begins with a slash
 * @param query empty for none
 */
public record Address(String path, String query) {
    private static final Pattern JOB_PAGE = Pattern.compile("/~[^/]+/job/[^/]+");
    private static final Set<String> LOGIN_NEEDED = Set.of(
            "/submit",
            "/operator",
            "/runners",
            "/settings",
            "/schedules",
            "/secrets",
            "/admin",
            "/submit.xhtml",
            "/operator.xhtml",
            "/runners.xhtml",
            "/execution.xhtml",
            "/settings.xhtml",
            "/settings-keys.xhtml",
            "/settings-tokens.xhtml",
            "/settings-two-step.xhtml",
            "/users.xhtml",
            "/audit.xhtml",
            "/keys.xhtml",
            "/user.xhtml",
            "/schedules.xhtml",
            "/schedule.xhtml",
            "/group.xhtml",
            "/secrets.xhtml",
            "/secret-delete.xhtml",
            "/secret-share.xhtml",
            "/admin.xhtml",
            "/details.xhtml");
    private static final List<String> LOGIN_NEEDED_BELOW =
            List.of("/operator/", "/settings/", "/admin/", "/schedules/", "/resubmit/", "/secret/");
    private static final Pattern PAGES_OF_OWNERS =
            Pattern.compile("/~[^/]+/(?:group/[^/]+|job/[^/]+/settings/details)");

    public static Address of(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return new Address(
                path.isEmpty() ? "/" : path, request.getQueryString() == null ? "" : request.getQueryString());
    }

    public boolean isApi() {
        return path.equals("/api") || path.startsWith("/api/") || isQuery() || path.startsWith("/query/");
    }

    /** Where GraphQL is asked. */
    public boolean isQuery() {
        return path.equals("/query");
    }

    /**
     * Uploads bring the token of an attempt, tokens are asked for with a password, and runners are enrolled with a token of their own; none
     * of these is an access token.
     */
    public boolean bringsOwnCredentials(String method) {
        return path.startsWith("/api/uploads/")
                || method.equals("POST") && (path.equals("/api/tokens") || path.equals("/api/runners"));
    }

    /** A page that is only for who is logged in. Lists and a job's page decide by themselves: public jobs are for everybody. */
    public boolean needsLogin() {
        return LOGIN_NEEDED.contains(path)
                || LOGIN_NEEDED_BELOW.stream().anyMatch(path::startsWith)
                || PAGES_OF_OWNERS.matcher(path).matches();
    }

    public boolean isJobPage() {
        return JOB_PAGE.matcher(path).matches();
    }

    public String withQuery() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** Whether a browser may be sent there after the login: an address of ours, never one of another host. */
    public static boolean isOurs(String target) {
        return target.startsWith("/")
                && !target.startsWith("//")
                && target.indexOf('\\') < 0
                && target.chars().noneMatch(Character::isISOControl);
    }
}
