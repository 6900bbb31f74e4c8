// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.trigger.Trigger;
import java.util.List;

/** Triggers without an error, and the warnings about them. */
public record CheckedTriggers(List<Trigger> triggers, List<Finding> warnings) {
    /** No triggers. */
    public static final CheckedTriggers NONE = new CheckedTriggers(List.of(), List.of());

    public CheckedTriggers {
        triggers = List.copyOf(triggers);
        warnings = List.copyOf(warnings);
    }
}
