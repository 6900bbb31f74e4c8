// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.AccessToken;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Role;
import io.slipway.master.account.AboutUser;
import io.slipway.master.account.NewAccount;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditedDoors;
import io.slipway.master.ejb.AccountAdministration;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.ejb.OwnAccounts;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.identity.Person;
import io.slipway.master.secret.NewSecret;
import io.slipway.master.secret.SecretView;
import io.slipway.master.sshkey.SampleKeys;
import io.slipway.master.sshkey.SshKey;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done about accounts, and what accounts have, leaves a line. */
class AuditedAccountsTest extends WithAudit {
    private static final String PASSWORD = "correct horse battery staple";

    @Test
    void accountsAreMadeChangedSuspendedAndResumed() {
        AccountAdministration accounts = audit.bean(AccountAdministration.class);

        accounts.create(admin, "bob", "", Role.USER);
        audit.within(() -> accounts.changeRole(admin, "bob", Role.ADMINISTRATOR));
        audit.within(() -> accounts.suspend(admin, "bob", "on leave", true));
        audit.within(() -> accounts.resume(admin, "bob"));
        NewAccount reset = accounts.resetPassword(admin, "bob");

        assertThat(audit.told())
                .containsExactly(
                        "admin account-created account:bob",
                        "admin role-changed account:bob",
                        "admin account-suspended account:bob",
                        "admin account-resumed account:bob",
                        "admin password-reset account:bob");
        assertThat(audit.lines().toString()).doesNotContain(reset.password());
        assertThat(audit.lines().get(2).details()).isEqualTo("{\"notice\": \"on leave\", \"cancel-jobs\": \"true\"}");
    }

    @Test
    void ownAccountIsChangedAndLeft() {
        OwnAccounts own = audit.bean(OwnAccounts.class);

        own.changePassword(admin, "correct horse", PASSWORD);
        audit.refused(() -> own.changePassword(admin, "wrong", PASSWORD));
        audit.within(() -> own.describe(ann, new AboutUser("ann@example.org", "", "", "")));
        Person person = new Person("https://id.example", "4711", "ann", "");
        audit.within(() -> own.link(ann, person));
        audit.within(() -> audit.bean(Accounts.class).leave(ann));

        assertThat(audit.told())
                .containsExactly(
                        "admin password-changed account:admin",
                        "admin password-changed account:admin SW-2002",
                        "ann profile-changed account:ann",
                        "ann identity-linked account:ann",
                        "ann logout account:ann");
        assertThat(audit.lines().toString()).doesNotContain(PASSWORD).doesNotContain("wrong");
    }

    @Test
    void identityIsUsedAndUnlinkedAndOneOfNobodyRefused() {
        OwnAccounts own = audit.bean(OwnAccounts.class);
        Person root = new Person("https://id.example", "4711", "root", "");
        audit.within(() -> own.link(admin, root));

        audit.within(() -> own.enter(root, HOME));
        audit.within(() -> own.unlink(admin, "https://id.example", "4711"));
        audit.refused(() -> own.enter(new Person("https://id.example", "4712", "eve", ""), HOME));

        assertThat(audit.told())
                .containsExactly(
                        "admin identity-linked account:admin",
                        "admin logged-in account:admin",
                        "admin identity-unlinked account:admin",
                        "- login-failed account: SW-2053");
        assertThat(audit.last().address()).isEqualTo("192.0.2.9");
    }

    @Test
    void wrongPasswordLeavesALineWithoutWhatWasTyped() {
        Accounts accounts = audit.bean(Accounts.class);

        assertThat(catchThrowable(() -> accounts.enter("ann", "hunter2hunter2", HOME)))
                .isInstanceOf(ProblemException.class);
        assertThat(catchThrowable(() -> accounts.enter("hunter2hunter2", "", HOME)))
                .isInstanceOf(ProblemException.class);

        assertThat(audit.told())
                .containsExactly("- login-failed account:ann SW-2002", "- login-failed account: SW-2002");
        assertThat(audit.lines().toString()).doesNotContain("hunter2");
    }

    @Test
    void doorsAreHeard() {
        AuditedDoors doors = rig.master.audit().doors();

        doors.refused(Act.LOGIN_FAILED, "ann", HOME.text(), Problem.CREDENTIALS_WRONG);
        doors.came(Act.RECOVERY_CODE_USED, "ann", HOME.text(), "9 are left");
        audit.within(() -> doors.changed(Act.TWO_STEP_TAKEN_OFF, admin, "ann"));

        assertThat(audit.told())
                .containsExactly(
                        "- login-failed account:ann SW-2002",
                        "ann recovery-code-used account:ann",
                        "admin two-step-taken-off account:ann");
        assertThat(audit.lines().get(0).address()).isEqualTo(HOME.text());
        assertThat(audit.lines().get(1).details()).isEqualTo("{\"detail\": \"9 are left\"}");
    }

    @Test
    void tokensAndSshKeysComeAndGo() {
        Accounts accounts = audit.bean(Accounts.class);

        IssuedToken token = audit.within(
                () -> accounts.issueToken(ann, "ann", "laptop", Set.of(Grant.of("JOBS:RO")), Duration.ofDays(1)));
        AccessToken listed = audit.within(() -> accounts.tokens(ann)).get(0);
        audit.within(() -> accounts.revokeToken(ann, listed.id()));
        SshKey key = audit.within(() -> accounts.addSshKey(ann, SampleKeys.ed25519(1), "laptop"));
        audit.within(() -> accounts.removeSshKey(ann, key.id()));

        assertThat(audit.told())
                .containsExactly(
                        "ann token-created token:" + token.id(),
                        "ann token-revoked token:" + token.id(),
                        "ann ssh-key-added ssh-key:" + key.id(),
                        "ann ssh-key-removed ssh-key:" + key.id());
        assertThat(audit.lines().get(0).details())
                .contains("\"grants\": \"JOBS:RO\"", "\"owner\": \"ann\"")
                .doesNotContain(token.text());
        assertThat(audit.lines().get(2).details()).contains(key.fingerprint());
    }

    @Test
    void secretsLeaveTheirNamesAndNoContent() {
        Secrets secrets = audit.bean(Secrets.class);
        rig.user("bob");
        SecretContent content = new SecretContent("hunter2hunter2".getBytes(StandardCharsets.UTF_8));

        SecretView secret = audit.within(
                () -> secrets.add(ann, new NewSecret(SecretType.FILE, "netrc", "~/.netrc", "600", content)));
        audit.within(() -> secrets.share(ann, secret.uuid().toString(), "bob"));
        audit.within(() -> secrets.remove(ann, secret.uuid().toString()));

        assertThat(audit.told())
                .containsExactly(
                        "ann secret-created secret:" + secret.uuid(),
                        "ann secret-shared secret:" + secret.uuid(),
                        "ann secret-deleted secret:" + secret.uuid());
        assertThat(audit.lines().get(0).details()).isEqualTo("{\"name\": \"netrc\", \"type\": \"file\"}");
        assertThat(audit.lines().get(1).details()).isEqualTo("{\"name\": \"netrc\", \"with\": \"bob\"}");
        assertThat(audit.lines().toString()).doesNotContain("hunter2");
    }
}
