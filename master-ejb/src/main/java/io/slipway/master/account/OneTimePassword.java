// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** A password that people can read to each other: four groups of five letters and digits that nobody mistakes, about 99 bits. */
final class OneTimePassword {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private OneTimePassword() {}

    static String random(SecureRandom random) {
        List<String> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            StringBuilder letters = new StringBuilder();
            for (int letter = 0; letter < GROUP; letter++) {
                letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            groups.add(letters.toString());
        }
        return String.join("-", groups);
    }
}
