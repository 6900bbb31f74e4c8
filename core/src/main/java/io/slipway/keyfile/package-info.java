// SPDX-License-Identifier: Apache-2.0
/**
 * Files with a key that their owner alone may read, and that exist once, whole, or not at all. Whoever has a private key on disk gets it here;
 * what kind of key it is, is the caller's matter. Keys that take each other's place stay in one file, as long as something needs the older ones.
 */
package io.slipway.keyfile;
