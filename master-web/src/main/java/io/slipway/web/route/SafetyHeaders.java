// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * The headers that keep a browser careful with what it is answered.
 *
 * <p>Whatever is no page of the console gets the strictest policy: nothing of it is shown, run or loaded as a document. Pages bring a policy
 * of their own (the parameter {@code primefaces.CSP_POLICY} of {@code web.xml}, with a nonce for each answer), which takes its place.
 */
final class SafetyHeaders {
    static final String POLICY = "Content-Security-Policy";

    private static final String STRICTEST =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";
    private static final String FEATURES =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
    private static final String ONE_YEAR = "max-age=31536000";

    private SafetyHeaders() {}

    /**
     * @param https whether people reach the console by https, whatever the request came by: the container's own port of https, where the
     *     console is reached by http, must not keep a browser away from it
     */
    static HttpServletResponse set(HttpServletResponse response, boolean https) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Permissions-Policy", FEATURES);
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(POLICY, STRICTEST);
        if (https) {
            response.setHeader("Strict-Transport-Security", ONE_YEAR);
            response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        }
        return new OnePolicy(response);
    }

    /** An answer that has one policy at a time: of two, a browser obeys both. */
    private static final class OnePolicy extends HttpServletResponseWrapper {
        OnePolicy(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(POLICY)) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
