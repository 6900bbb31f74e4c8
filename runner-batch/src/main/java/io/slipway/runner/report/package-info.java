// SPDX-License-Identifier: Apache-2.0
/** What the runner tells the master: events in order, kept while Redis is away. Next stop: {@code io.slipway.master.event}. */
package io.slipway.runner.report;
