// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.UserStore.Description;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * What users say of themselves: checked, and without blanks around.
 *
 * @param email empty for none
 * @param url of a page of the user's; empty for none
 */
public record AboutUser(String email, String url, String location, String bio) {
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_LINE = 256;
    private static final int LONGEST_BIO = 4_096;

    /** What a browser takes in a field for e-mail addresses: the HTML standard's "valid e-mail address". */
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
            + "@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

    /** Throws REQUEST_ILLEGAL for what is not allowed. */
    public AboutUser {
        email = email(email);
        url = url(url.strip());
        location = line("location", location.strip());
        bio = text("bio", bio.replace("\r\n", "\n").strip(), LONGEST_BIO);
        if (bio.chars()
                .anyMatch(character -> character != '\n' && character != '\t' && Character.isISOControl(character))) {
            throw illegal("bio", "it has a control character; text is allowed");
        }
    }

    /** Whether this could be an e-mail address; whether it is somebody's, nobody finds out. */
    public static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
    }

    static String email(String text) {
        String email = text.strip();
        if (!email.isEmpty() && !isEmail(email)) {
            throw illegal(
                    "email",
                    "`%s`; an address such as `ann@example.org`, of at most %d characters, is allowed"
                            .formatted(shortened(email), LONGEST_EMAIL));
        }
        return email;
    }

    private static String url(String text) {
        line("url", text);
        try {
            URI uri = text.isEmpty() ? null : new URI(text);
            boolean good = uri == null
                    || uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
            if (good) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw new ProblemException(Problem.REQUEST_ILLEGAL, sentence("url", badUrl(text)), e);
        }
        throw illegal("url", badUrl(text));
    }

    private static String badUrl(String text) {
        return "`%s`; an address that begins with `https://` or `http://` is allowed".formatted(shortened(text));
    }

    private static String line(String field, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw illegal(field, "it has a control character; one line of text is allowed");
        }
        return text(field, text, LONGEST_LINE);
    }

    private static String text(String field, String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            throw illegal(field, "it has %d characters; at most %d are allowed".formatted(length, longest));
        }
        return text;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
    }

    private static String sentence(String field, String sentence) {
        return "Describing an account: `%s`: %s".formatted(field, sentence);
    }

    private static ProblemException illegal(String field, String sentence) {
        return new ProblemException(Problem.REQUEST_ILLEGAL, sentence(field, sentence));
    }

    Description description() {
        return new Description(email.isEmpty() ? null : email, url, location, bio);
    }
}
