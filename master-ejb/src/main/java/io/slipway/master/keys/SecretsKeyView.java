// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import java.time.Instant;

/**
 * How the key of secrets stands.
 *
 * @param newest the number of the key that is sealed with
 * @param keys how many there are; more than one from a rotation until the old ones are retired
 * @param since when the newest was made; null for the first one
 * @param left how many things of the database are still sealed with an older one
 */
public record SecretsKeyView(String newest, int keys, Instant since, int left) {}
