// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import java.io.Serializable;

/**
 * A sentence that the next page shows, kept in the session until then.
 *
 * @param error whether something went wrong
 */
public record Notice(String sentence, boolean error) implements Serializable {}
