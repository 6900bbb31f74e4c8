// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/** A request that reads, whatever was sent: for the page of an error, which is not what a form was for, and does nothing of it. */
final class ReadAlone extends HttpServletRequestWrapper {
    ReadAlone(HttpServletRequest request) {
        super(request);
    }

    @Override
    public String getMethod() {
        return super.getMethod().equals("HEAD") ? "HEAD" : "GET";
    }

    @Override
    public String getParameter(String name) {
        return null;
    }

    @Override
    public String[] getParameterValues(String name) {
        return null;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }
}
