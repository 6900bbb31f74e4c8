// SPDX-License-Identifier: Apache-2.0
/** A task: its name, its script and where it stands. Pure words; the manifest holds tasks, a runner runs them in order. */
package io.slipway.task;
