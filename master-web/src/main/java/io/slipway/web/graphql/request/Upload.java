// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.request;

import jakarta.servlet.http.Part;

/** A file of a multipart request, in place of a variable. */
public record Upload(Part part) {}
