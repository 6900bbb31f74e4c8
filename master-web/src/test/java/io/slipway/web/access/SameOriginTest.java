// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8"})
    void jsonCannotComeFromAForeignPage(String type) {
        assertThat(SameOrigin.sent(type, null)).isTrue();
        assertThat(SameOrigin.sent(type, "same-origin")).isTrue();
    }

    /** What a form, or a script of any page, sends without asking first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; application/json",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "application/jsonp",
                ""
            })
    void anotherTypeMayComeFromAForeignPage(String type) {
        assertThat(SameOrigin.sent(type, null)).isFalse();
        assertThat(SameOrigin.sent(type, "same-origin")).isFalse();
    }

    @Test
    void whatTheBrowserSaysOfTheSenderCounts() {
        assertThat(SameOrigin.sent("application/json", "cross-site")).isFalse();
        assertThat(SameOrigin.sent("application/json", "same-site")).isFalse();
        assertThat(SameOrigin.sent("application/json", "none")).isFalse();
        assertThat(SameOrigin.sent(null, "same-origin")).isFalse();
    }
}
