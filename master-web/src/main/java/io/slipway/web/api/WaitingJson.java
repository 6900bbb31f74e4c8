// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.waiting.Waiting;

/**
 * Why a job has not begun.
 *
 * @param position one more than there are jobs ahead of it; null when it stands in no queue
 */
public record WaitingJson(Integer position, String reason, String sentence) {
    public static WaitingJson of(Waiting waiting) {
        return new WaitingJson(
                waiting.position() == 0 ? null : waiting.position(),
                waiting.reason().word(),
                waiting.sentence());
    }
}
