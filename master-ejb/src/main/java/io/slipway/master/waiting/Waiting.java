// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.waiting;

import static java.util.Objects.requireNonNull;

/**
 * Why a job waits.
 *
 * @param position one more than there are jobs ahead of it; 0 when it stands in no queue
 * @param sentence for people, with position and reason
 */
public record Waiting(int position, WaitReason reason, String sentence) {
    public Waiting {
        requireNonNull(reason, "reason");
        requireNonNull(sentence, "sentence");
    }
}
