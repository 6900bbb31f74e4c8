// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SafetyHeadersTest {
    private static final Pattern PAGES =
            Pattern.compile("primefaces\\.CSP_POLICY</param-name>\\s*<param-value>([^<]*)<");

    private final Map<String, String> headers = new TreeMap<>();

    @Test
    void whatIsNoPageIsShownRunAndLoadedNowhere() {
        SafetyHeaders.set(response(), false);

        assertThat(headers)
                .containsEntry(
                        "Content-Security-Policy",
                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsKey("Permissions-Policy")
                .doesNotContainKey("Strict-Transport-Security");
    }

    @Test
    void browsersComeBackByHttpsAloneWhereThereIsHttps() {
        SafetyHeaders.set(response(), true);
        assertThat(headers).containsEntry("Strict-Transport-Security", "max-age=31536000");

        headers.clear();
        SafetyHeaders.set(response(), false);
        assertThat(headers)
                .as("also when the request came by the container's own port of https")
                .doesNotContainKeys("Strict-Transport-Security", "Cross-Origin-Opener-Policy");
    }

    @Test
    void policyOfAPageTakesThePlaceOfTheStrictest() {
        HttpServletResponse answer = SafetyHeaders.set(response(), false);

        answer.addHeader("Content-Security-Policy", "script-src 'nonce-1'");

        assertThat(headers).containsEntry("Content-Security-Policy", "script-src 'nonce-1'");
    }

    @Test
    void policyOfPagesAllowsNothingInlineAndNoText() throws IOException {
        Matcher policy = PAGES.matcher(Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml")));

        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .startsWith("default-src 'none'; ")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                .doesNotContain("unsafe-inline", "unsafe-eval", "*", "http")
                .as("the nonce is written behind it")
                .endsWith("script-src");
    }

    /** An answer that writes down its headers; of two of one name it keeps both. */
    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, values) -> {
                    if (method.getName().equals("setHeader")) {
                        headers.put((String) values[0], (String) values[1]);
                    } else if (method.getName().equals("addHeader")) {
                        headers.merge((String) values[0], (String) values[1], (one, two) -> one + ", " + two);
                    }
                    return null;
                });
    }
}
