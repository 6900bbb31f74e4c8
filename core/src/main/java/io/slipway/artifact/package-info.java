// SPDX-License-Identifier: Apache-2.0
/** How artifacts are named, the same in runner and master. */
package io.slipway.artifact;
