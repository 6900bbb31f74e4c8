// SPDX-License-Identifier: Apache-2.0
/**
 * The master's ssh server: whoever has a key among those of an account submits jobs there, and does nothing else. Opened by {@code
 * io.slipway.master.ejb} when the application starts; calls {@code submit}.
 */
package io.slipway.master.ssh;
