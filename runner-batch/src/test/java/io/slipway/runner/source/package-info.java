// SPDX-License-Identifier: Apache-2.0
/** Servers of repositories that guests clone from in tests: git and Mercurial, over http and ssh. */
package io.slipway.runner.source;
