// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may do what with a file, written in octal.
 *
 * @param bits the nine permission bits
 */
public record FileMode(int bits) {
    /** For its owner alone. */
    public static final FileMode PRIVATE = new FileMode(0600);

    /** For sentences, behind what was found. */
    public static final String RULE = "Must be specified in octal, from `000` to `777`";

    private static final int ALL = 0777;
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{1,3}");

    public FileMode {
        if (bits < 0 || bits > ALL) {
            throw new IllegalArgumentException("mode `%o`: %s".formatted(bits, RULE));
        }
    }

    /** Reads a mode such as {@code 600} or {@code 0644}; empty when it is none. */
    public static Optional<FileMode> of(String octal) {
        return OCTAL.matcher(octal).matches()
                ? Optional.of(new FileMode(Integer.parseInt(octal, 8)))
                : Optional.empty();
    }

    /** Three octal digits. */
    @Override
    public String toString() {
        return "%03o".formatted(bits);
    }
}
