// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether it is certain that no page of another origin made a browser send a request. */
public final class SameOrigin {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private SameOrigin() {}

    /**
     * A foreign page cannot send JSON without asking first, which is answered to nobody; and where the browser says who made it send, that
     * is looked at too.
     */
    static boolean sent(HttpServletRequest request) {
        return sent(request.getContentType(), request.getHeader("Sec-Fetch-Site"));
    }

    /**
     * Whether a request may change something in the name of whose session it brings: one that only reads may come from anywhere, and what
     * no browser sends has no session that anybody could have made it bring.
     */
    public static boolean mayChange(HttpServletRequest request) {
        return mayChange(
                request.getMethod(),
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Origin"),
                List.of(
                        SessionStart.settings(request.getServletContext())
                                .origin()
                                .toString(),
                        "http://" + request.getHeader("Host"),
                        "https://" + request.getHeader("Host")));
    }

    /**
     * @param site the value of {@code Sec-Fetch-Site}; null from a browser that does not send it
     * @param origin the value of {@code Origin}; null when there is none
     * @param ours the origins that the console may have been reached by
     */
    static boolean mayChange(String method, String site, String origin, List<String> ours) {
        if (READS.contains(method)) {
            return true;
        }
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        return origin == null || ours.contains(origin);
    }

    /**
     * @param contentType null when there is none
     * @param site the value of {@code Sec-Fetch-Site}; null from a browser that does not send it
     */
    static boolean sent(String contentType, String site) {
        boolean json = Optional.ofNullable(contentType)
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter("application/json"::equals)
                .isPresent();
        return json && (site == null || site.equals("same-origin"));
    }
}
