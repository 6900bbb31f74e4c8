// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The value of a variable of the manifest's environment. */
public sealed interface EnvironmentValue {

    /** One exported value, exactly as the manifest writes it: {@code 1234567} stays {@code 1234567}, null is empty. */
    record Text(String text) implements EnvironmentValue {
        public Text {
            requireNonNull(text, "text");
        }
    }

    /** A shell array, in the manifest's order. */
    record Items(List<String> items) implements EnvironmentValue {
        public Items {
            items = List.copyOf(items);
        }
    }
}
