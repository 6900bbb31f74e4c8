// SPDX-License-Identifier: Apache-2.0
/**
 * How old what we bring along is: the components of the bill of materials, and when the newest release of each came out. Called by {@code
 * ./slipway dependencies}, which has Maven ask its repository; what this finds goes to the table of the manual that a test reads.
 */
package io.slipway.stack.dependency;
