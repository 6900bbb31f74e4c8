// SPDX-License-Identifier: Apache-2.0
/** The logs that the master keeps: files below one folder, appended by events, read by ranges and followed live. */
package io.slipway.master.log;
