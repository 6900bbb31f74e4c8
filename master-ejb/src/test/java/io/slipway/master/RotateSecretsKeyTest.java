// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.secret.SampleSecrets.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.keys.RotateSecretsKey;
import io.slipway.master.keys.SecretsKeyView;
import io.slipway.master.secret.SampleSecrets;
import io.slipway.message.WorkOrder;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The secrets of a database get another key, on a real PostgreSQL. */
class RotateSecretsKeyTest {
    private static final int MANY = 130;

    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        rig.transaction.separate(() -> rig.master.sealProof().require());
        ann = rig.user("ann");
        add("netrc", "hunter2hunter2");
    }

    @Test
    void everythingIsSealedAnewInTheBackgroundAndTheOldKeyCanBeRetired() {
        for (int i = 0; i < MANY; i++) {
            add("of-many-" + i, "content " + i);
        }
        String order = token();
        String before = view().newest();

        rotate();

        assertThat(view().newest()).isNotEqualTo(before);
        assertThat(view().keys()).isEqualTo(2);
        assertThat(view().left()).isEqualTo(MANY + 2);
        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);

        rig.master.keys().secrets().tick();
        assertThat(view().left()).isZero();
        rig.clock.advance(Duration.ofMinutes(2));
        retire();

        assertThat(view().keys()).isEqualTo(1);
        assertThat(content("netrc")).isEqualTo("hunter2hunter2");
        assertThat(content("of-many-129")).isEqualTo("content 129");
        assertThat(rig.within(() -> rig.master.tokens().caller(order)).username())
                .isEqualTo("ann");
        rig.transaction.separate(() -> rig.master.sealProof().require());
    }

    @Test
    void secretsOfTwoStepLoginAreSealedAnewToo() {
        FakeAuthenticator app = new FakeAuthenticator(
                rig.master.doors().twoStep().begin(rig.admin).secret(), rig.clock);
        rotate();
        assertThat(view().left()).isEqualTo(2);

        rig.master.keys().secrets().tick();
        rig.clock.advance(Duration.ofMinutes(2));
        retire();

        assertThat(rig.master.doors().twoStep().confirm(rig.admin, app.code()).codes())
                .hasSize(10);
    }

    @Test
    void oldAndNewKeyAreGoodMeanwhile() {
        rotate();
        add("after", "content of after");

        assertThat(content("netrc")).isEqualTo("hunter2hunter2");
        assertThat(content("after")).isEqualTo("content of after");
        assertThat(view().left()).isEqualTo(1);
    }

    /** Killed before anything was sealed anew, and in the middle. */
    @Test
    void masterThatStartsInTheMiddleGoesOn() throws SQLException {
        for (int i = 0; i < MANY; i++) {
            add("of-many-" + i, "content " + i);
        }
        rotate();
        // One batch, and then no more.
        refuseFrom("of-many-100");
        assertThat(catchRuntime(() -> rig.master.keys().secrets().tick())).isNotNull();
        int left = view().left();
        assertThat(left).isBetween(1, MANY);
        execute("drop trigger refuse on secret");

        Master next = another();
        next.keys().secrets().tick();

        assertThat(rig.within(() -> next.keys().secrets().view(rig.admin)).left())
                .isZero();
        assertThat(content("of-many-129")).isEqualTo("content 129");
    }

    /** The key's file is written before the database knows of it. */
    @Test
    void masterThatWasKilledBetweenFileAndDatabaseLosesNothing() {
        assertThat(catchRuntime(() -> rig.transaction.separate(() -> {
                    rig.master.keys().secrets().rotate(rig.admin);
                    throw new IllegalStateException("killed");
                })))
                .isNotNull();

        Master next = another();
        rig.transaction.separate(() -> next.sealProof().require());
        next.keys().secrets().tick();

        assertThat(rig.within(() -> next.keys().secrets().view(rig.admin)).left())
                .isZero();
        rig.clock.advance(Duration.ofMinutes(2));
        rig.transaction.separate(() -> next.keys().secrets().retire(rig.admin));
        rig.transaction.separate(() -> next.sealProof().require());
        assertThat(content("netrc")).isEqualTo("hunter2hunter2");
    }

    /** The key's file is written, and then the database goes away: nothing but the proof needs the old key, and no master starts without it. */
    @Test
    void oldKeyIsKeptAsLongAsTheProofNeedsIt() throws SQLException {
        execute("delete from secret");
        assertThat(catchRuntime(() -> rig.transaction.separate(() -> {
                    rig.master.keys().secrets().rotate(rig.admin);
                    throw new IllegalStateException("rolled back");
                })))
                .isNotNull();

        assertThat(view().left()).isEqualTo(1);
        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);
        Master next = another();
        rig.transaction.separate(() -> next.sealProof().require());

        next.keys().secrets().tick();
        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);
        rig.clock.advance(Duration.ofMinutes(2));
        retire();
        rig.transaction.separate(() -> another().sealProof().require());
    }

    /** It does not come round to its sweeps meanwhile. */
    @Test
    void whatAnotherMasterSealsAfterTheOldKeyIsGoneOpens() {
        Master other = another();
        rotate();
        rig.master.keys().secrets().tick();
        rig.clock.advance(Duration.ofMinutes(2));
        retire();

        rig.within(() -> other.secrets().add(ann, file("late", "content of late")));

        assertThat(content("late")).isEqualTo("content of late");
    }

    @Test
    void anotherMasterOfTheSameFileOpensWhatIsSealedWithTheNewKeyAtOnce() {
        Master other = another();
        rotate();
        rig.master.keys().secrets().tick();
        rig.clock.advance(Duration.ofMinutes(2));
        retire();

        rig.beat(1);
        rig.submit(ann, MasterRig.MANIFEST + "secrets: [netrc]\n");
        other.dispatch().handOver();

        assertThat(SampleSecrets.text(rig.newestOrder().secrets().get(0).content()))
                .isEqualTo("hunter2hunter2");
    }

    @Test
    void masterWithACopyOfTheOldFileReplacesNothing() throws IOException {
        Path copy = rig.folder.resolve("copy.json");
        Files.copy(rig.folder.resolve("secrets.json"), copy);
        Master other = another(copy);
        rotate();
        rig.master.keys().secrets().tick();

        assertThat(problemOf(() ->
                        rig.transaction.separate(() -> other.keys().secrets().rotate(rig.admin))))
                .isEqualTo(Problem.SETTING_ILLEGAL);
        assertThat(problemOf(() ->
                        rig.transaction.separate(() -> other.keys().secrets().retire(rig.admin))))
                .isEqualTo(Problem.SETTING_ILLEGAL);
        assertThat(content("netrc")).isEqualTo("hunter2hunter2");
    }

    @Test
    void secondRotationWaitsForTheFirst() {
        rotate();

        assertThat(problemOf(this::rotate)).isEqualTo(Problem.KEYS_BUSY);
    }

    @Test
    void oldKeyIsKeptAsLongAsAnotherMasterMaySealWithIt() {
        rotate();
        rig.master.keys().secrets().tick();

        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);
    }

    @Test
    void secretThatDoesNotOpenKeepsTheOldKeyAndNothingElse() throws SQLException {
        add("broken", "content of broken");
        execute("update secret set sealed = sealed || '\\x00'::bytea where name = 'broken'");
        add("after", "content of after");
        rotate();

        rig.master.keys().secrets().tick();
        rig.master.keys().secrets().tick();

        assertThat(view().left()).isEqualTo(1);
        rig.clock.advance(Duration.ofMinutes(2));
        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);
        assertThat(content("after")).isEqualTo("content of after");
    }

    @Test
    void keyFileIsItsOwnersAloneAfterwards() throws IOException {
        rotate();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.folder.resolve("secrets.json"))))
                .isEqualTo("rw-------");
        assertThat(Files.list(rig.folder).filter(left -> left.toString().contains(".part")))
                .isEmpty();
    }

    @Test
    void onlyAdministratorsRotate() {
        RotateSecretsKey keys = rig.master.keys().secrets();

        for (ThrowingCallable act : new ThrowingCallable[] {
            () -> rig.transaction.separate(() -> keys.rotate(ann)),
            () -> rig.transaction.separate(() -> keys.retire(ann)),
            () -> rig.within(() -> keys.view(ann))
        }) {
            assertThat(problemOf(act)).isEqualTo(Problem.NOT_PERMITTED);
        }
        assertThat(view().keys()).isEqualTo(1);
    }

    @Test
    void neitherKeyNorContentIsLoggedAtTheFinestLevel() throws IOException {
        String old = Files.readString(rig.folder.resolve("secrets.json"));
        try (MasterLog log = MasterLog.open("")) {
            rotate();
            rig.master.keys().secrets().tick();
            rig.clock.advance(Duration.ofMinutes(2));
            retire();

            assertThat(log.lines()).anyMatch(line -> line.contains("`~admin` made a new key"));
            for (String key : new String[] {old, Files.readString(rig.folder.resolve("secrets.json"))}) {
                String material = key.replaceAll("(?s).*\"value\" ?: ?\"([^\"]+)\".*", "$1");
                assertThat(material).hasSizeGreaterThan(40);
                assertThat(log.lines()).noneMatch(line -> line.contains(material) || line.contains("hunter2"));
            }
        }
    }

    private void add(String name, String content) {
        rig.within(() -> rig.master.secrets().add(ann, file(name, content)));
    }

    private String token() {
        rig.beat(1);
        rig.submit(ann, MasterRig.MANIFEST + "oauth: builds.sr.ht/JOBS\n");
        rig.handOver();
        WorkOrder order = rig.newestOrder();
        return order.token().text();
    }

    /** As a job gets it. */
    private String content(String name) {
        rig.beat(9);
        rig.submit(ann, MasterRig.MANIFEST + "secrets: [%s]\n".formatted(name));
        rig.handOver();
        return SampleSecrets.text(rig.newestOrder().secrets().get(0).content());
    }

    private void rotate() {
        rig.transaction.separate(() -> rig.master.keys().secrets().rotate(rig.admin));
    }

    private void retire() {
        rig.transaction.separate(() -> rig.master.keys().secrets().retire(rig.admin));
    }

    private SecretsKeyView view() {
        return rig.within(() -> rig.master.keys().secrets().view(rig.admin));
    }

    private Master another() {
        return another(rig.folder.resolve("secrets.json"));
    }

    /** A master of the same database. */
    private Master another(Path secretsKey) {
        Map<String, String> values = Map.of(
                "secrets.key",
                secretsKey.toString(),
                "logs.folder",
                rig.folder.resolve("logs").toString(),
                "artifacts.folder",
                rig.folder.resolve("artifacts").toString(),
                "webhook.key",
                rig.folder.resolve("webhook.key").toString(),
                "caches.folder",
                rig.folder.resolve("caches").toString());
        return new Master(
                MasterSettings.from(Settings.of(values)), rig.database, rig.transaction, rig.messages, rig.clock);
    }

    private static void refuseFrom(String name) throws SQLException {
        execute(
                "create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$");
        execute(
                "create trigger refuse before update on secret for each row when (old.name = '%s') execute function refuse()"
                        .formatted(name));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RuntimeException catchRuntime(ThrowingCallable call) {
        return catchThrowableOfType(RuntimeException.class, call);
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
