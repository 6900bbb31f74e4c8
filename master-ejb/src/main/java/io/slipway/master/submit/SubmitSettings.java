// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.settings.Settings;

/**
 * How much one submit may ask for.
 *
 * @param combinations of a manifest's matrix, each of which becomes a job
 */
public record SubmitSettings(int combinations) {
    private static final int LARGEST = 1_000;

    /** Key {@code matrix.most}. */
    public static SubmitSettings from(Settings settings) {
        return new SubmitSettings(settings.number("matrix.most", 16, 1, LARGEST));
    }
}
