// SPDX-License-Identifier: Apache-2.0
/**
 * The manifest: its record tree, the parser that collects every error with path, line and column, and the findings.
 *
 * <p>Pure but for the YAML parser. The master parses at submit; the runner parses the work order's text with the same code.
 */
package io.slipway.manifest;
