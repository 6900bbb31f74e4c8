// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that people and clients see, and what of the application answers them. */
public final class Routes {
    private static final Map<String, String> FIXED =
            Map.of("/", "/jobs.xhtml", "/submit", "/submit.xhtml", "/login", "/login.xhtml");
    private static final Pattern JOB = Pattern.compile("/~([^/]+)/job/([^/]+)");
    private static final Pattern STREAM = Pattern.compile("/api/jobs/([^/]+)/events");

    private Routes() {}

    /** Where a path leads, when it is not the path of what answers. */
    public static Optional<Route> of(String path) {
        if (FIXED.containsKey(path)) {
            return Optional.of(new Route(FIXED.get(path), ""));
        }
        Matcher job = JOB.matcher(path);
        if (job.matches()) {
            return Optional.of(new Route("/job.xhtml", job.group(2)));
        }
        Matcher stream = STREAM.matcher(path);
        return stream.matches() ? Optional.of(new Route("/live", stream.group(1))) : Optional.empty();
    }

    /**
     * What answers an address.
     *
     * @param target path inside the application
     * @param job as the address names it, not checked; empty for none
     */
    public record Route(String target, String job) {}
}
