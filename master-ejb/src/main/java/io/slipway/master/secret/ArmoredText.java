// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of Base64 between a line that begins and one that ends it, as OpenSSL, OpenSSH and OpenPGP write keys.
 *
 * @param label what the two lines say that it is, for example {@code OPENSSH PRIVATE KEY}
 * @param headers the lines {@code Name: value} before the Base64
 * @param content what the Base64 stands for
 */
record ArmoredText(String label, List<String> headers, byte[] content) {
    /** The line that begins with {@code =} is OpenPGP's checksum. */
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<label>[A-Z0-9 ]+)-----\n(?<headers>(?:[A-Za-z0-9-]+: [^\n]*\n(?: [^\n]*\n){0,20}){0,20})\n?(?<base64>[A-Za-z0-9+/\n]*={0,2})\n"
                    + "(?:=[A-Za-z0-9+/]{4}\n)?-----END \\k<label>-----\n");

    /** Empty when the text is something else, or more. */
    static Optional<ArmoredText> of(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ArmoredText(
                    block.group("label"),
                    block.group("headers").lines().toList(),
                    Base64.getDecoder().decode(block.group("base64").replace("\n", ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return label;
    }
}
