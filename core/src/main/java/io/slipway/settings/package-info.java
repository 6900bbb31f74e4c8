// SPDX-License-Identifier: Apache-2.0
/** How a program reads its settings file; the records that hold them live with the concern that they configure. Pure. */
package io.slipway.settings;
