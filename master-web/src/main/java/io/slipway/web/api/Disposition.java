// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The header that names a download (RFC 6266), safe for any file name. */
final class Disposition {
    private Disposition() {}

    static String attachment(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9 ._+-]", "_");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
    }
}
