// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.log;

/**
 * Bytes of a log.
 *
 * @param offset of the first byte
 * @param length of the whole log as the master has it now
 * @param closed whether nothing follows after {@code length}
 */
public record LogSlice(long offset, byte[] bytes, long length, boolean closed) {}
