// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

/** Whether a job is to get the secrets and the token that its manifest asks for. */
public enum GiveSecrets {
    /** When the caller may read secrets; what nobody asks for. */
    IF_ALLOWED,
    /** The caller must be allowed to read secrets. */
    YES,
    /** Never: the manifest is not trusted with them. */
    NO;

    /** What an answer means; null when there is none. */
    public static GiveSecrets of(Boolean answer) {
        if (answer == null) {
            return IF_ALLOWED;
        }
        return answer ? YES : NO;
    }
}
