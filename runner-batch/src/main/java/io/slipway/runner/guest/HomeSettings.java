// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

/**
 * What an image says about the user that tasks run as.
 *
 * @param folder the home folder
 * @param preamble what stands before every task's script
 * @param refresh the command that makes a guest which was restored from a warm template one of its own, see {@code GuestRefresh};
 *     empty when the image has none, and its guests always boot cold
 */
public record HomeSettings(String folder, String preamble, String refresh) {
    private static final String PREAMBLE = """
            #!/usr/bin/env bash
            . ~/.buildenv
            set -xe
            """;

    /** For images that say nothing. */
    public static final HomeSettings DEFAULT = new HomeSettings("/home/build", PREAMBLE, "");
}
