// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

/**
 * What an image says about the user that tasks run as.
 *
 * @param folder the home folder
 * @param preamble what stands before every task's script
 */
public record HomeSettings(String folder, String preamble) {
    private static final String PREAMBLE = """
            #!/usr/bin/env bash
            . ~/.buildenv
            set -xe
            """;

    /** For images that say nothing. */
    public static final HomeSettings DEFAULT = new HomeSettings("/home/build", PREAMBLE);
}
