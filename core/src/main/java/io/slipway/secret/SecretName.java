// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of a secret, by which manifests ask for it: 3 to 512 characters in one line.
 *
 * <p>The one rule for manifests, pages and API. A text that looks like a uuid is meant as one, so that it is nobody's name.
 */
public record SecretName(String value) {
    public static final int SHORTEST = 3;
    public static final int LONGEST = 512;

    /** For sentences, behind what was found. */
    public static final String RULE = "Secret names must be between %d and %d chars".formatted(SHORTEST, LONGEST);

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    public SecretName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("secret name of %d characters: %s".formatted(value.length(), RULE));
        }
    }

    /** Whether a secret may have this name. Blanks at its ends, and what belongs into no line, are not allowed either. */
    public static boolean isLegal(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= SHORTEST
                && length <= LONGEST
                && text.equals(text.strip())
                && text.codePoints().noneMatch(SecretName::isNoText)
                && uuid(text).isEmpty();
    }

    /** The uuid that a text of a manifest or address means; empty when it is meant as a name. */
    public static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    private static boolean isNoText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
