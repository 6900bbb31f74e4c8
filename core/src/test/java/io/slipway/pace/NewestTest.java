// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestTest {
    @Test
    void theEldestIsForgotten() {
        Map<String, Integer> newest = filled(Newest.byAge(2));

        assertThat(newest).containsOnlyKeys("b", "c");
    }

    @Test
    void theLeastUsedIsForgotten() {
        Map<String, Integer> newest = filled(Newest.byUse(2));

        assertThat(newest).containsOnlyKeys("a", "c");
    }

    private static Map<String, Integer> filled(Map<String, Integer> newest) {
        newest.put("a", 1);
        newest.put("b", 2);
        newest.get("a");
        newest.put("c", 3);
        return newest;
    }
}
