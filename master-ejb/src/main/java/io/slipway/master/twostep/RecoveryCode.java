// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import io.slipway.master.access.BearerSecret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What opens the second step once: four groups of four letters and digits that nobody mistakes, about 79 bits, of which only the hash is kept. */
record RecoveryCode(String text) {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 4;
    private static final int COUNT = 10;

    /** Ten of them. */
    static List<RecoveryCode> random(SecureRandom random) {
        return Stream.generate(() -> one(random)).limit(COUNT).toList();
    }

    private static RecoveryCode one(SecureRandom random) {
        return new RecoveryCode(
                Stream.generate(() -> group(random)).limit(GROUPS).collect(Collectors.joining("-")));
    }

    private static String group(SecureRandom random) {
        return IntStream.generate(() -> LETTERS.charAt(random.nextInt(LETTERS.length())))
                .limit(GROUP)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** However it was typed. That it is no password of a person's own choice makes a fast hash enough. */
    String hash() {
        return new BearerSecret(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")).hash();
    }

    /** Leaves out the text. */
    @Override
    public String toString() {
        return "recovery code";
    }
}
