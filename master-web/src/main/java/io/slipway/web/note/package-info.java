// SPDX-License-Identifier: Apache-2.0
/** Notes of jobs as people read them: Markdown that strangers wrote, as HTML that does no harm, or as one line. Called by pages and feeds. */
package io.slipway.web.note;
