// SPDX-License-Identifier: Apache-2.0
/** The read side for console and API: lists, one job. Visibility is applied here; records leave, never entities. */
package io.slipway.master.query;
