// SPDX-License-Identifier: Apache-2.0
/**
 * The object store that artifacts may be in: any server that speaks S3. It makes addresses that are good for one object and a short time, so that
 * runners and browsers reach the store by themselves and hold no key of it. Called by {@code artifact}.
 */
package io.slipway.master.object;
