// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditFilter;
import io.slipway.master.audit.AuditLine;
import io.slipway.master.audit.AuditPage;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditQueryTest {
    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        AuditTrail trail = rig.master.audit().trail();
        rig.transaction.separate(() -> {
            trail.done(rig.admin, Deed.of(Act.ACCOUNT_CREATED, "ann"));
            trail.done(ann, Deed.of(Act.SSH_KEY_ADDED, 7).with("name", "a \"key\"\n\u0000of mine"));
            trail.done(rig.admin, Deed.of(Act.SSH_KEY_REMOVED, 7));
        });
        trail.refused(ann, Deed.of(Act.ACCOUNT_CREATED, "eve"), new ProblemException(Problem.NOT_PERMITTED, "no"));
    }

    @Test
    void linesComeNewestFirst() {
        assertThat(acts(AuditFilter.ALL))
                .containsExactly("account-created", "ssh-key-removed", "ssh-key-added", "account-created");
        assertThat(lines(AuditFilter.ALL).get(2).details()).isEqualTo("{\"name\": \"a \\\"key\\\" of mine\"}");
    }

    @Test
    void linesAreNarrowedByWhoActTargetOutcomeAndTime() {
        assertThat(acts(filter("~ann", "", "", ""))).containsExactly("account-created", "ssh-key-added");
        assertThat(acts(filter("", "ssh-key-added", "", ""))).hasSize(1);
        assertThat(acts(filter("", "", "ssh-key", ""))).hasSize(2);
        assertThat(acts(filter("", "", "account:ann", ""))).hasSize(1);
        assertThat(acts(filter("", "", "", "refused"))).hasSize(1);
        assertThat(acts(filter("admin", "", "", "refused"))).isEmpty();
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        assertThat(acts(new AuditFilter("", "", "", "", today, tomorrow))).hasSize(4);
        assertThat(acts(new AuditFilter("", "", "", "", "2020-01-01", "2020-12-31")))
                .isEmpty();
        assertThat(acts(new AuditFilter("", "", "", "", "", "2020-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void whatNobodyCanBeLookedForIsSaid() {
        Map.of(
                        filter("", "dance", "", ""),
                        "act `dance`; `account-created`",
                        filter("", "", "", "maybe"),
                        "outcome `maybe`; `done` and `refused` are allowed",
                        new AuditFilter("", "", "", "", "yesterday", ""),
                        "`from` is `yesterday`; a day such as",
                        filter("a\0", "", "", ""),
                        "a filter of 2 characters")
                .forEach((filter, sentence) -> assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(() -> lines(filter))
                        .withMessageContaining(sentence.contains("account-created") ? "act `dance`" : sentence)
                        .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.AUDIT_FILTER_ILLEGAL)));
    }

    @Test
    void yearThatNothingReckonsWithIsRefused() {
        for (String time :
                List.of("+999999999-12-31", "+999999999-12-31T23:59:59Z", "-999999999-01-01", "+10000-01-01")) {
            assertThatExceptionOfType(ProblemException.class)
                    .as(time)
                    .isThrownBy(() -> lines(new AuditFilter("", "", "", "", "", time)))
                    .withMessageContaining("`to` is `%s`", time)
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.AUDIT_FILTER_ILLEGAL));
        }
        assertThat(lines(new AuditFilter("", "", "", "", "0001-01-01", "9999-12-31")))
                .hasSize(4);
        assertThat(lines(new AuditFilter("", "", "", "", "0000-01-01", ""))).hasSize(4);
    }

    @Test
    void pagesFollowEachOtherWithoutHoles() {
        rig.transaction.separate(() -> {
            for (int n = 0; n < 2 * AuditPage.SIZE; n++) {
                rig.master.audit().trail().done(rig.admin, Deed.of(Act.JOB_SEEN, n));
            }
        });
        AuditPage first = page(rig.admin, AuditFilter.ALL, 0);
        AuditPage second = page(rig.admin, AuditFilter.ALL, first.next());
        AuditPage third = page(rig.admin, AuditFilter.ALL, second.next());

        assertThat(first.lines()).hasSize(AuditPage.SIZE);
        assertThat(second.lines().get(0).id())
                .isEqualTo(first.lines().get(AuditPage.SIZE - 1).id() - 1);
        assertThat(third.lines()).hasSize(4);
        assertThat(third.next()).isZero();
    }

    @Test
    void onlyAdministratorsWithTheScopeReadIt() {
        Caller token = new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("AUDIT:RO")));
        Caller without = new Caller(
                rig.admin.userId(),
                "admin",
                true,
                Set.of(Grant.of("PROFILE:RW"), Grant.of("JOBS:RW"), Grant.of("LOGS:RW"), Grant.of("SECRETS:RW")));

        assertThat(page(token, AuditFilter.ALL, 0).lines()).hasSize(4);
        assertThat(problemOf(without)).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(ann)).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(problemOf(Caller.ANONYMOUS)).isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(problemOf(Caller.job(rig.admin.userId(), "admin", rig.admin.grants())))
                .isEqualTo(Problem.NOT_PERMITTED);
    }

    /** Tokens of before the scope go on to be good for everything else. */
    @Test
    void tokenOfEveryOtherScopeIsOneOfEverything() {
        Caller four = new Caller(
                ann.userId(),
                "ann",
                false,
                Set.of(Grant.of("PROFILE:RW"), Grant.of("JOBS:RW"), Grant.of("LOGS:RW"), Grant.of("SECRETS:RW")));

        assertThat(four.mayEverything()).isTrue();
    }

    private Problem problemOf(Caller caller) {
        return catchThrowableOfType(ProblemException.class, () -> page(caller, AuditFilter.ALL, 0))
                .problem();
    }

    private static AuditFilter filter(String actor, String act, String on, String outcome) {
        return new AuditFilter(actor, act, on, outcome, "", "");
    }

    private List<String> acts(AuditFilter filter) {
        return lines(filter).stream().map(AuditLine::act).toList();
    }

    private List<AuditLine> lines(AuditFilter filter) {
        return page(rig.admin, filter, 0).lines();
    }

    private AuditPage page(Caller caller, AuditFilter filter, long start) {
        return rig.within(() -> rig.master.audit().query().list(caller, filter, start));
    }
}
