// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

/** What may happen to a job. The names are those that clients and the database have. */
public enum WebhookEvent {
    /** It was submitted. */
    JOB_CREATED,
    /** Its status or its visibility has changed. */
    JOB_UPDATED
}
