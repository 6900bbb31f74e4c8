// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.secret.SampleSecrets.content;
import static io.slipway.master.secret.SampleSecrets.file;
import static io.slipway.master.secret.SampleSecrets.pgp;
import static io.slipway.master.secret.SampleSecrets.ssh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.secret.NewSecret;
import io.slipway.master.secret.SecretView;
import io.slipway.message.WorkOrder;
import io.slipway.secret.FileMode;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;
import io.slipway.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are added, listed, shared and deleted; the database holds nothing that can be read. */
class SecretsTest {
    private static final String PLAIN = "machine example.org password hunter2hunter2";
    private static final String NOBODYS = "00000000-0000-4000-8000-000000000000";

    private MasterRig rig;
    private Caller ann;
    private Caller bob;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        bob = rig.user("bob");
    }

    @Test
    void secretIsListedToItsOwnerWithoutItsContent() {
        // PostgreSQL keeps microseconds.
        rig.clock.advance(Duration.ofNanos(1_001));

        SecretView added = add(ann, file("netrc", PLAIN));

        assertThat(list(ann)).containsExactly(added);
        assertThat(added.name()).isEqualTo("netrc");
        assertThat(added.type()).isEqualTo(SecretType.FILE);
        assertThat(added.path()).isEqualTo("~/.netrc");
        assertThat(added.mode()).isEqualTo(FileMode.PRIVATE);
        assertThat(added.created()).isEqualTo(rig.clock.instant().minusNanos(1));
        assertThat(added.lastUsed()).isNull();
        assertThat(added.shared()).isFalse();
        assertThat(added.toString()).doesNotContain("hunter2");
        assertThat(find(ann, added)).isEqualTo(added);
    }

    @Test
    void newestSecretStandsFirstAndListsHavePages() {
        List<SecretView> added = List.of(add(ann, ssh("")), add(ann, pgp("release")), add(ann, ssh("")));

        assertThat(list(ann)).containsExactly(added.get(2), added.get(1), added.get(0));
        assertThat(rig.within(() -> rig.master.secrets().list(ann, added.get(2).id(), 1)))
                .containsExactly(added.get(1));
    }

    @Test
    void rawRowHasNothingOfTheContent() throws SQLException {
        add(ann, file("netrc", PLAIN));
        add(ann, ssh("deploy"));

        assertThat(dump("secret"))
                .doesNotContain("hunter2")
                .doesNotContain(hex("hunter2"))
                .doesNotContain("OPENSSH")
                .doesNotContain(hex("OPENSSH"))
                .contains("netrc");
    }

    @Test
    void rowThatIsCopiedToAnotherOwnerDoesNotOpen() throws SQLException {
        SecretView own = add(ann, file("netrc", PLAIN));
        execute("""
                insert into secret (uuid, owner_id, shared, name, type, path, mode, sealed, created, updated)
                select uuid, %d, shared, name, type, path, mode, sealed, created, updated from secret
                """.formatted(bob.userId()));

        rig.submit(bob, MasterRig.MANIFEST + "secrets: [netrc]\n");
        rig.beat(1);
        rig.handOver();

        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
        assertThat(problemOf(() -> share(bob, own.uuid().toString(), "admin"))).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void masterWithAnotherKeyDoesNotStart() throws SQLException {
        rig.transaction.separate(() -> rig.master.sealProof().require());
        rig.transaction.separate(() -> rig.master.sealProof().require());
        Master other = new Master(
                MasterSettings.from(Settings.of(Map.of(
                        "secrets.key", rig.folder.resolve("other.json").toString(),
                        "webhook.key", rig.folder.resolve("webhook.key").toString()))),
                rig.database,
                rig.transaction,
                rig.messages,
                rig.clock);

        assertThat(problemOf(
                        () -> rig.transaction.separate(() -> other.sealProof().require())))
                .isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void nobodyElseFindsSharesOrDeletesASecret() {
        SecretView secret = add(ann, ssh("deploy"));
        String uuid = secret.uuid().toString();

        for (Caller other : List.of(bob, rig.admin)) {
            assertThat(list(other)).isEmpty();
            assertThat(problemOf(() -> find(other, secret))).isEqualTo(Problem.NO_SUCH_SECRET);
            assertThat(problemOf(() -> remove(other, uuid))).isEqualTo(Problem.NO_SUCH_SECRET);
            assertThat(problemOf(() -> share(other, uuid, "bob"))).isEqualTo(Problem.NO_SUCH_SECRET);
        }
        assertThat(list(ann)).containsExactly(secret);
    }

    @Test
    void deletedSecretIsGone() {
        SecretView secret = add(ann, ssh("deploy"));

        remove(ann, secret.uuid().toString());

        assertThat(list(ann)).isEmpty();
        assertThat(problemOf(() -> remove(ann, secret.uuid().toString()))).isEqualTo(Problem.NO_SUCH_SECRET);
        assertThat(add(ann, ssh("deploy")).uuid()).isNotEqualTo(secret.uuid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1-2-3-4-5", NOBODYS, "a\0b"})
    void uuidThatIsNoneOrNobodysIsNotFound(String uuid) {
        assertThat(problemOf(() -> remove(ann, uuid))).isEqualTo(Problem.NO_SUCH_SECRET);
        assertThat(problemOf(() -> share(ann, uuid, "bob"))).isEqualTo(Problem.NO_SUCH_SECRET);
    }

    @Test
    void sharedSecretHasTheSameUuidAndSaysFromWhomItCame() {
        SecretView own = add(ann, file("netrc", PLAIN));

        share(ann, own.uuid().toString(), "~bob");

        assertThat(list(bob)).singleElement().satisfies(copy -> {
            assertThat(copy.uuid()).isEqualTo(own.uuid());
            assertThat(copy.name()).isEqualTo("netrc");
            assertThat(copy.path()).isEqualTo("~/.netrc");
            assertThat(copy.mode()).isEqualTo(FileMode.PRIVATE);
            assertThat(copy.shared()).isTrue();
            assertThat(copy.from()).isEqualTo("ann");
        });
        assertThat(list(ann)).containsExactly(own);
    }

    @Test
    void sharingTwiceChangesNothing() {
        SecretView own = add(ann, ssh("deploy"));
        share(ann, own.uuid().toString(), "bob");
        List<SecretView> before = list(bob);

        assertThat(share(ann, own.uuid().toString(), "bob")).isEqualTo(own);

        assertThat(list(bob)).isEqualTo(before);
    }

    @Test
    void sharedSecretTakesNobodysName() {
        SecretView bobs = add(bob, ssh("deploy"));
        SecretView anns = add(ann, ssh("deploy"));

        share(ann, anns.uuid().toString(), "bob");

        assertThat(list(bob)).extracting(SecretView::name).containsExactly("", "deploy");
        assertThat(find(bob, bobs).shared()).isFalse();
    }

    @Test
    void deletingOnesOwnLeavesWhatWasShared() {
        SecretView own = add(ann, ssh("deploy"));
        share(ann, own.uuid().toString(), "bob");

        remove(ann, own.uuid().toString());

        assertThat(list(bob)).hasSize(1);
    }

    @Test
    void sharingNeedsAnotherUserWhoIsThere() {
        String uuid = add(ann, ssh("deploy")).uuid().toString();

        assertThat(refused(() -> share(ann, uuid, "nobody")))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.NO_SUCH_USER))
                .hasMessageContaining("No such user");
        assertThat(problemOf(() -> share(ann, uuid, "b\0b"))).isEqualTo(Problem.NO_SUCH_USER);
        assertThat(problemOf(() -> share(ann, uuid, "ann"))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(refused(() -> share(ann, NOBODYS, "bob"))).hasMessageContaining("No such secret");
    }

    @Test
    void callsNeedCredentialsAndTheScope() {
        SecretView secret = add(ann, ssh("deploy"));
        String uuid = secret.uuid().toString();
        Caller jobs = token(ann, "JOBS:RW");
        Caller reader = token(ann, "SECRETS:RO");

        for (Map.Entry<Caller, Problem> who : Map.of(
                        Caller.ANONYMOUS, Problem.CREDENTIALS_MISSING, jobs, Problem.SCOPE_MISSING)
                .entrySet()) {
            assertThat(problemOf(() -> list(who.getKey()))).isEqualTo(who.getValue());
            assertThat(problemOf(() -> find(who.getKey(), secret))).isEqualTo(who.getValue());
        }
        assertThat(list(reader)).containsExactly(secret);
        for (Caller caller : List.of(jobs, reader)) {
            assertThat(problemOf(() -> add(caller, ssh("")))).isEqualTo(Problem.SCOPE_MISSING);
            assertThat(problemOf(() -> remove(caller, uuid))).isEqualTo(Problem.SCOPE_MISSING);
            assertThat(problemOf(() -> share(caller, uuid, "bob"))).isEqualTo(Problem.SCOPE_MISSING);
        }
    }

    @Test
    void nameBelongsToOneSecretOfAnOwner() {
        add(ann, ssh("deploy"));

        assertThat(problemOf(() -> add(ann, pgp("deploy")))).isEqualTo(Problem.SECRET_NAME_TAKEN);
        assertThat(add(bob, ssh("deploy")).name()).isEqualTo("deploy");
        add(ann, ssh(""));
        add(ann, ssh(""));
    }

    /**
     * Defect 16 of the original: validators disagree, one took names of 3 to 512 characters and another one of 4 to 511. Whatever name a
     * secret may have, a manifest may ask for, and no other.
     */
    @Test
    void validatorsOfSecretNamesAgree() {
        rig.beat(1);

        for (int length : IntStream.of(1, 2, 3, 4, 511, 512, 513).toArray()) {
            String name = "n".repeat(length);
            boolean stored = isTaken(() -> add(ann, ssh(name)));
            boolean asked = isTaken(() -> rig.submit(ann, MasterRig.MANIFEST + "secrets: [%s]\n".formatted(name)));

            assertThat(stored).as("name of %d characters", length).isEqualTo(length >= 3 && length <= 512);
            assertThat(asked).as("name of %d characters", length).isEqualTo(stored);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" name", "na\nme", "na\0me", NOBODYS})
    void whatIsNoNameIsRefused(String name) {
        assertThat(problemOf(() -> add(ann, ssh(name)))).isEqualTo(Problem.SECRET_ILLEGAL);
    }

    @Test
    void fileNeedsAPathAndAMode() {
        assertThat(problemOf(() -> add(ann, new NewSecret(SecretType.FILE, "", "", "600", content("x")))))
                .isEqualTo(Problem.SECRET_ILLEGAL);
        assertThat(problemOf(() -> add(ann, new NewSecret(SecretType.FILE, "", "~/x", "rw", content("x")))))
                .isEqualTo(Problem.SECRET_ILLEGAL);
        assertThat(problemOf(() -> add(ann, new NewSecret(SecretType.FILE, "", "../x", "600", content("x")))))
                .isEqualTo(Problem.SECRET_ILLEGAL);
        assertThat(problemOf(() -> add(ann, new NewSecret(SecretType.SSH_KEY, "", "~/x", "", content("x")))))
                .isEqualTo(Problem.SECRET_NO_KEY);
    }

    @Test
    void contentHasALimitAndIsNotEmpty() {
        SecretContent most = new SecretContent(new byte[16_384]);

        assertThat(add(ann, new NewSecret(SecretType.FILE, "", "x", "600", most))
                        .uuid())
                .isNotNull();
        assertThat(problemOf(() ->
                        add(ann, new NewSecret(SecretType.FILE, "", "x", "600", new SecretContent(new byte[16_385])))))
                .isEqualTo(Problem.SECRET_TOO_LARGE);
        assertThat(problemOf(() -> add(ann, file("", "")))).isEqualTo(Problem.SECRET_ILLEGAL);
    }

    @Test
    void nobodyHasMoreThanTwoHundredOfTheirOwn() {
        for (int i = 0; i < 200; i++) {
            add(ann, file("", "content " + i));
        }
        SecretView bobs = add(bob, ssh("deploy"));

        assertThat(problemOf(() -> add(ann, ssh("")))).isEqualTo(Problem.SECRETS_TOO_MANY);
        share(bob, bobs.uuid().toString(), "ann");
        assertThat(list(ann)).as("what others share does not count").hasSize(201);
    }

    private SecretView add(Caller caller, NewSecret secret) {
        return rig.within(() -> rig.master.secrets().add(caller, secret));
    }

    private List<SecretView> list(Caller caller) {
        return rig.within(() -> rig.master.secrets().list(caller));
    }

    private SecretView find(Caller caller, SecretView secret) {
        return rig.within(() -> rig.master.secrets().find(caller, secret.uuid().toString()));
    }

    private void remove(Caller caller, String uuid) {
        rig.transaction.separate(() -> rig.master.secrets().remove(caller, uuid));
    }

    private SecretView share(Caller caller, String uuid, String user) {
        return rig.within(() -> rig.master.secrets().share(caller, uuid, user));
    }

    private static Caller token(Caller owner, String grant) {
        return new Caller(owner.userId(), owner.username(), false, Set.of(Grant.of(grant)));
    }

    private static String dump(String table) throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
            while (rows.next()) {
                dump.append(rows.getString(1)).append('\n');
            }
        }
        return dump.toString();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isTaken(Runnable call) {
        try {
            call.run();
            return true;
        } catch (ProblemException e) {
            assertThat(e.problem()).isIn(Problem.SECRET_ILLEGAL, Problem.VALUE_ILLEGAL);
            assertThat(
                            e instanceof ManifestException
                                    ? ((ManifestException) e).findings().get(0).sentence()
                                    : e.getMessage())
                    .contains("between 3 and 512");
            return false;
        }
    }

    private static Problem problemOf(ThrowingCallable call) {
        return refused(call).problem();
    }

    private static ProblemException refused(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual();
    }
}
