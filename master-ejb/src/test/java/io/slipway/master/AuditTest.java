// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditLine;
import io.slipway.master.ejb.AccountAdministration;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands in the audit log: what was done, with the act or not at all, and what was refused. */
class AuditTest extends WithAudit {

    @Test
    void lineSaysWhoFromWhereAndHow() {
        audit.within(() -> audit.bean(AccountAdministration.class).resume(admin, "ann"));

        AuditLine line = audit.last();
        assertThat(line.actor()).isEqualTo("admin");
        assertThat(line.way()).isEqualTo("session");
        assertThat(line.address()).isEqualTo("192.0.2.1");
        assertThat(line.done()).isTrue();
        assertThat(line.problem()).isEmpty();
        assertThat(Duration.between(line.at(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatIsRolledBackLeavesNoLine() {
        assertThatIllegalStateException()
                .isThrownBy(() -> audit.within(() -> {
                    audit.bean(AccountAdministration.class).suspend(admin, "ann", "for a while", false);
                    throw new IllegalStateException("the database went away");
                }));

        assertThat(audit.lines()).isEmpty();
    }

    @Test
    void whatIsRefusedLeavesALineThoughItIsRolledBack() {
        audit.refused(() -> audit.bean(AccountAdministration.class).suspend(ann, "admin", "revenge", false));

        assertThat(audit.told()).containsExactly("ann account-suspended account:admin SW-2005");
        assertThat(audit.last().way()).isEqualTo("token");
    }

    @Test
    void mistakeIsNoRefusal() {
        audit.refused(() -> audit.bean(AccountAdministration.class).suspend(admin, "ann", "", false));

        assertThat(audit.lines()).isEmpty();
    }

    @Test
    void whoIsRefusedWithoutEndFillsNoDisk() {
        for (int n = 0; n < 200; n++) {
            audit.refused(() -> audit.bean(AccountAdministration.class).resume(ann, "admin"));
        }
        assertThat(audit.lines()).hasSize(20);

        rig.clock.advance(Duration.ofMinutes(2));
        audit.refused(() -> audit.bean(AccountAdministration.class).resume(ann, "admin"));

        assertThat(audit.lines()).hasSize(21);
        assertThat(audit.last().details()).isEqualTo("{\"left-out\": \"180\"}");
    }

    @Test
    void wordsAreNotUsedTwice() {
        assertThat(Stream.of(Act.values()).map(Act::word))
                .doesNotHaveDuplicates()
                .allMatch(word -> Act.ofWord(word).isPresent());
    }
}
