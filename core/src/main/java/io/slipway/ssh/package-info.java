// SPDX-License-Identifier: Apache-2.0
/**
 * What the ssh servers of master and runner have in common: who gets in by which key, and that nothing can be done there but the
 * commands of the program itself. On Apache MINA SSHD.
 */
package io.slipway.ssh;
