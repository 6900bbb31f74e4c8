// SPDX-License-Identifier: Apache-2.0
/** The tables whose rows are made and read as objects, as EclipseLink maps them. Used by {@code io.slipway.master.store} alone. */
package io.slipway.master.store.entity;
