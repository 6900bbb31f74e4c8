// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api.Answer;
import io.slipway.acceptance.Browser;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.StackExtension;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser lets the pages do, and what comes besides pages. */
@ExtendWith(StackExtension.class)
class PolicyIT {
    private static final String POLICY = "Content-Security-Policy";
    private static final Pattern NONCE = Pattern.compile("script-src 'nonce-([A-Za-z0-9+/=]{20,})';$");

    private final Stack stack;
    private final Visitor nobody;

    PolicyIT(Stack stack) {
        this.stack = stack;
        this.nobody = new Visitor(stack.origin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/login", "/login.xhtml", "/~admin", "/nothing-here", "/expired.xhtml", "/~nobody-at-all"})
    void pageRunsNoScriptButThoseOfItsOwnNonce(String path) {
        String policy = nobody.get(path).header(POLICY);

        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "style-src 'self'")
                .doesNotContain("unsafe-inline", "unsafe-eval", "*");
        assertThat(nonce(nobody.get(path))).isNotEqualTo(nonce(nobody.get(path)));
    }

    @Test
    void scriptsOfAPageHaveItsNonce() {
        Answer page = nobody.get("/login");

        assertThat(Pattern.compile("<script[^>]*>").matcher(page.text()).results())
                .isNotEmpty()
                .allMatch(script -> script.group().contains("nonce=\"%s\"".formatted(nonce(page))));
        assertThat(page.text()).doesNotContainPattern("<[a-z]+[^>]* on[a-z]+=").doesNotContain("javascript:");
    }

    private static String nonce(Answer page) {
        Matcher nonce = NONCE.matcher(page.header(POLICY));
        assertThat(nonce.find()).as(page.header(POLICY)).isTrue();
        return nonce.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/jobs",
                "/api/webhook-key",
                "/api/nothing",
                "/query",
                "/query/api-meta.json",
                "/query/log/1/log",
                "/~admin.svg",
                "/~admin/rss.xml",
                "/api/jobs/999999999/events",
                "/jakarta.faces.resource/job.js.xhtml?ln=js",
                "/resources/js/job.js"
            })
    void whatIsNoPageIsNoDocumentEither(String path) {
        Answer answer = nobody.get(path);

        assertThat(answer.response().headers().allValues(POLICY))
                .containsExactly(
                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("Strict-Transport-Security")).as("by http").isEmpty();
    }

    /** Payara answers there by itself, on every port, unless it is told not to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/metrics/",
                "/metrics?scope=base",
                "/health",
                "/health/live",
                "/health/ready",
                "/health/started",
                "/openapi",
                "/openapi/",
                "/openapi?format=JSON"
            })
    void serverShowsNeitherMetricsNorHealthNorItsApi(String path) {
        Answer answer = nobody.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header(POLICY)).as("of a page of the console").contains("script-src 'nonce-");
    }

    @Test
    void scriptThatSomebodyPutsIntoAPageDoesNotRun() {
        try (Browser browser = new Browser(stack.origin())) {
            browser.open("/login");

            browser.run("""
                    document.querySelector('main').insertAdjacentHTML('beforeend',
                      '<img id="harm" src="data:,x" onerror="document.title=1"><a id="way" href="javascript:void(document.title=2)">x</a>');
                    const script = document.createElement('script');
                    script.textContent = 'document.title = 3';
                    document.body.append(script);
                    const foreign = document.createElement('script');
                    foreign.src = '/resources/js/jobs.js';
                    document.body.append(foreign);
                    document.getElementById('way').click();
                    """);

            browser.waiting(Duration.ofSeconds(20))
                    .until(page -> browser.run("return document.getElementById('harm').complete"));
            assertThat(browser.title()).isEqualTo("Log in - Slipway");
            assertThat(browser.refusals()).hasSizeGreaterThanOrEqualTo(4);
            assertThat((Boolean) browser.run("return typeof jobsPage === 'undefined'"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eval('1')", "new Function('return 1')()", "window.eval('1')"})
    void textIsNeverTakenForAScript(String script) {
        try (Browser browser = new Browser(stack.origin())) {
            browser.open("/login");

            // What the driver runs itself may do more than the page: the page runs it a moment later.
            browser.run("setTimeout(() => { try { %s; window.told = 'ran'; } catch (e) { window.told = e.name; } })"
                    .formatted(script));

            browser.waiting(Duration.ofSeconds(20)).until(page -> browser.run("return window.told") != null);
            assertThat(browser.run("return window.told")).isEqualTo("EvalError");
        }
    }
}
