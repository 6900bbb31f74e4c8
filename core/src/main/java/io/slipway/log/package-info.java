// SPDX-License-Identifier: Apache-2.0
/** How the logs of a job are named and laid out, on the runner and on the master alike. Pure words. */
package io.slipway.log;
