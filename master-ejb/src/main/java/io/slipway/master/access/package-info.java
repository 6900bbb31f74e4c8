// SPDX-License-Identifier: Apache-2.0
/** Users, passwords, tokens, grants and who may see or do what with a job. Called by every use case before anything else. */
package io.slipway.master.access;
