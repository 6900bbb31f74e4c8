// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.id.State;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Shows that it was a page of ours that asked to link an account of the provider's: another page could lead a browser to the address, and a
 * provider where somebody else is logged in would give that one the account. A link, and no form, because a form may not lead elsewhere.
 */
public final class LinkToken {
    private static final String ATTRIBUTE = LinkToken.class.getName();

    private LinkToken() {}

    /** The one of the session, for a page to carry. */
    public static String of(HttpServletRequest request) {
        HttpSession session = request.getSession(true);
        synchronized (session) {
            if (!(session.getAttribute(ATTRIBUTE) instanceof String)) {
                session.setAttribute(ATTRIBUTE, new State(Identifier.DEFAULT_BYTE_LENGTH).getValue());
            }
            return (String) session.getAttribute(ATTRIBUTE);
        }
    }

    static boolean isRight(HttpServletRequest request, String token) {
        HttpSession session = request.getSession(false);
        return session != null
                && session.getAttribute(ATTRIBUTE) instanceof String known
                && MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
    }
}
