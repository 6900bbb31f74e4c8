// SPDX-License-Identifier: Apache-2.0
/**
 * The public ssh keys of users: taken in, listed, removed, and made into the lines by which a runner knows who may log in to a guest.
 * Called by the EJB shells and by {@code dispatch}; reads keys with Apache MINA SSHD.
 */
package io.slipway.master.sshkey;
