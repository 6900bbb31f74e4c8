// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import java.time.Instant;

/**
 * How the key stands that runners know the master by.
 *
 * @param fingerprint as it stands at the end of enrolment tokens
 * @param since when it took another one's place; null for the first one
 */
public record SigningKeyView(String fingerprint, Instant since) {}
