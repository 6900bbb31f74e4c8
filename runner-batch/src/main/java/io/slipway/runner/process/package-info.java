// SPDX-License-Identifier: Apache-2.0
/** Starting programs with a deadline. Used by {@code io.slipway.runner.qemu}; nobody else starts a program. */
package io.slipway.runner.process;
