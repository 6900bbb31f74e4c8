// SPDX-License-Identifier: Apache-2.0
/** Thin EJB shells over the use cases, and the only place where transactions are declared. Called by {@code io.slipway.web}. */
package io.slipway.master.ejb;
