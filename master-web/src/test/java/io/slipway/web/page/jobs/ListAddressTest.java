// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListAddressTest {

    @Test
    void addressIsWrittenAsItIsRead() {
        ListAddress address = ListAddress.of(
                "ann", List.of("app", "a b"), Map.of("search", " x & \"y\" ", "start", "7", "everybody", "true")::get);

        assertThat(address.search()).isEqualTo("x & \"y\"");
        assertThat(address.everybody()).as("a user's page is that user's").isFalse();
        assertThat(address.base()).isEqualTo("/~ann/app/a%20b");
        assertThat(address.from(5)).isEqualTo("/~ann/app/a%20b?search=x+%26+%22y%22&start=5");
        assertThat(address.from(0)).isEqualTo("/~ann/app/a%20b?search=x+%26+%22y%22");
    }

    @Test
    void everybodysJobsKeepTheirSearch() {
        ListAddress address = ListAddress.of("", List.of(), Map.of("search", "x", "everybody", "true")::get);

        assertThat(address.from(5)).isEqualTo("/?search=x&everybody=true&start=5");
        assertThat(address.everybody(false)).isEqualTo("/?search=x");
        assertThat(ListAddress.of("", List.of(), Map.<String, String>of()::get).everybody(true))
                .isEqualTo("/?everybody=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "01", "99999999999999999999", "1 ", "\u0661"})
    void whatIsNoNumberMeansTheFirstPage(String start) {
        assertThat(ListAddress.of("", List.of(), Map.of("start", start)::get).start())
                .isZero();
    }

    @Test
    void crumbsLeadUpToTheUser() {
        ListAddress address = ListAddress.of("ann", List.of("app", "main"), Map.<String, String>of()::get);

        assertThat(address.crumbs())
                .containsExactly(
                        new Crumb("~ann", "/~ann", false),
                        new Crumb("app", "/~ann/app", false),
                        new Crumb("main", "/~ann/app/main", true));
        assertThat(ListAddress.of("", List.of(), Map.<String, String>of()::get).crumbs())
                .isEmpty();
    }

    @Test
    void tagOfAJobLeadsToAllBelowIt() {
        assertThat(Crumb.ofTags("ann", List.of("app", "main")))
                .extracting(Crumb::address)
                .containsExactly("/~ann/app", "/~ann/app/main");
        assertThat(Crumb.ofTags("ann", List.of())).isEmpty();
    }
}
