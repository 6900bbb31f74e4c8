// SPDX-License-Identifier: Apache-2.0
package io.slipway.task;

import static java.util.Objects.requireNonNull;

/**
 * A task of a manifest: a named shell script.
 *
 * @param name unique in the manifest
 * @param script what the user wrote, without the preamble that the image puts before it
 */
public record Task(TaskName name, String script) {
    public Task {
        requireNonNull(name, "name");
        requireNonNull(script, "script");
    }
}
