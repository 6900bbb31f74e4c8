// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** Whether it is certain that no page of another origin made a browser send a request. */
final class SameOrigin {
    private SameOrigin() {}

    /**
     * A foreign page cannot send JSON without asking first, which is answered to nobody; and where the browser says who made it send, that
     * is looked at too.
     */
    static boolean sent(HttpServletRequest request) {
        return sent(request.getContentType(), request.getHeader("Sec-Fetch-Site"));
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
