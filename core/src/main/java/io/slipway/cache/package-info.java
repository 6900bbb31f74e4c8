// SPDX-License-Identifier: Apache-2.0
/** What master and runner share about caches: folders of guests that are kept between a user's jobs. */
package io.slipway.cache;
