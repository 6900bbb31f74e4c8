// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTest {

    @Test
    void filterIsReadFromTheAddressAndWrittenToTheNext() {
        Filter filter = of(Map.of("runner", "r1:8080", "status", "failed", "job", "7", "start", "40"));

        assertThat(filter).isEqualTo(new Filter("r1:8080", "failed", "7", 40));
        assertThat(filter.isNarrow()).isTrue();
        assertThat(filter.address(20)).isEqualTo("/operator?runner=r1:8080&status=failed&job=7&start=20");
    }

    @Test
    void nothingIsNarrowedByWhatIsAbsentOrMakesNoSense() {
        Filter none = new Filter("", "", "", 0);

        assertThat(of(Map.of())).isEqualTo(none);
        assertThat(of(Map.of("runner", "", "status", " ", "job", "", "start", "")))
                .isEqualTo(none);
        assertThat(of(Map.of("runner", "A B", "status", "lost", "job", "x", "start", "-1")))
                .isEqualTo(none);
        assertThat(of(Map.of("job", "9999999999999999999", "start", "0"))).isEqualTo(none);
        assertThat(none.isNarrow()).isFalse();
        assertThat(none.address(0)).isEqualTo("/operator");
    }

    private static Filter of(Map<String, String> parameters) {
        return Filter.of(parameters::get);
    }
}
