// SPDX-License-Identifier: Apache-2.0
/**
 * Who calls: one authentication mechanism for the console (session) and the API (token). Called by the container before every
 * request; pages, API and live log ask {@link io.slipway.web.access.Access} for what it found.
 */
package io.slipway.web.access;
