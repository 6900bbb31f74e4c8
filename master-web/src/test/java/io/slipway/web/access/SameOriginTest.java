// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "POST, same-origin, http://ours:8080, true",
        "POST, none, , true",
        "POST, cross-site, http://ours:8080, false",
        "POST, same-site, http://ours:8080, false",
        "POST, , http://ours:8080, true",
        "POST, , https://known.example, true",
        "POST, , http://foreign.example, false",
        "POST, , null, false",
        "POST, , , true",
        "PUT, cross-site, , false",
        "DELETE, cross-site, , false",
        "PATCH, cross-site, , false",
        "GET, cross-site, , true"
    })
    void nothingIsChangedByAFormOfAForeignPage(String method, String site, String origin, boolean may) {
        assertThat(SameOrigin.mayChange(method, site, origin, List.of("https://known.example", "http://ours:8080")))
                .isEqualTo(may);
    }

    @Test
    void whatTheBrowserSaysOfTheSenderCounts() {
        assertThat(SameOrigin.sent("application/json", "cross-site")).isFalse();
        assertThat(SameOrigin.sent("application/json", "same-site")).isFalse();
        assertThat(SameOrigin.sent("application/json", "none")).isFalse();
        assertThat(SameOrigin.sent(null, "same-origin")).isFalse();
    }
}
