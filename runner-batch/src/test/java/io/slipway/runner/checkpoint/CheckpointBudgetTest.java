// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointBudgetTest {
    @Test
    void costStaysBelowTheShare() {
        CheckpointBudget budget = new CheckpointBudget(5);
        assertThat(budget.allows(Duration.ofMillis(2_999))).isFalse();
        assertThat(budget.allows(Duration.ofMillis(3_000))).isTrue();

        budget.spend(Duration.ofMillis(400));

        assertThat(budget.allows(Duration.ofMillis(15_999))).isFalse();
        assertThat(budget.allows(Duration.ofMillis(16_000))).isTrue();
    }

    @Test
    void zeroIsNeverAndAHundredIsAlways() {
        CheckpointBudget always = new CheckpointBudget(100);
        always.spend(Duration.ofHours(1));

        assertThat(new CheckpointBudget(0).allows(Duration.ofDays(1))).isFalse();
        assertThat(always.allows(Duration.ZERO)).isTrue();
    }
}
