// SPDX-License-Identifier: Apache-2.0
/** Which address leads to which page or stream: the one filter in front of everything. */
package io.slipway.web.route;
