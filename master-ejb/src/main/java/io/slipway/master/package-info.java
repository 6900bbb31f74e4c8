// SPDX-License-Identifier: Apache-2.0
/** The master's settings and its object graph: plain objects, made once, that the EJB shells and the tests use alike. */
package io.slipway.master;
