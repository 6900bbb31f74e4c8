// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import java.util.Map;

/**
 * The keys that a manifest may have and that are not run yet: to use one is an error, so that none is silently ignored.
 *
 * @param what each key stands for in the sentence, for example {@code jobs with secrets}
 */
record UnsupportedKeys(Map<String, String> what) {
    /** Every key is taken. */
    static final UnsupportedKeys NONE = new UnsupportedKeys(Map.of());

    /** What this version does not run. An empty list and an empty text use nothing. */
    static final UnsupportedKeys OF_THIS_VERSION = new UnsupportedKeys(Map.of(
            "secrets", "run jobs with secrets",
            "oauth", "give jobs tokens"));

    UnsupportedKeys {
        what = Map.copyOf(what);
    }

    /** Notes an error for the key of an entry whose value asks for something. */
    void check(Entries.Entry entry) {
        String behaviour = what.get(entry.name());
        if (behaviour != null) {
            entry.errorAtKey(
                    Problem.KEY_NOT_SUPPORTED,
                    "Key `%s`: this version of Slipway does not %s yet; leave it out"
                            .formatted(entry.name(), behaviour));
        }
    }
}
