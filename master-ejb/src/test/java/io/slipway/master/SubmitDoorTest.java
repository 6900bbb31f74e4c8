// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submitting with an ssh client. */
class SubmitDoorTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ORIGIN = "https://slipway.example";

    @TempDir
    private Path folder;

    private final KeyPair annsKey = newKey(SecurityUtils.ED25519);
    private MasterRig rig;
    private Caller ann;
    private SshClient client;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        rig = new MasterRig(Map.of(
                "origin",
                ORIGIN,
                "ssh.port",
                Integer.toString(port),
                "ssh.name",
                "slipway.example:2222",
                "ssh.host-key",
                folder.resolve("host.key").toString(),
                "limit.ssh-key",
                "3/12m"));
        ann = rig.user("ann");
        addKey(ann, annsKey);
        rig.beat(1);
        rig.master.submitDoor().open();
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setKeyIdentityProvider(KeyPairProvider.EMPTY_KEYPAIR_PROVIDER);
        client.start();
    }

    @AfterEach
    void stop() {
        client.stop();
        rig.master.submitDoor().close();
    }

    @Test
    void manifestIsSubmittedAndItsJobsAddressPrinted() throws IOException {
        Answer answer = exec(annsKey, "submit", MasterRig.MANIFEST);

        assertThat(answer).isEqualTo(new Answer(0, ORIGIN + "/~ann/job/1\n", ""));
        JobView job = rig.view(new JobId(1));
        assertThat(job.owner()).isEqualTo("ann");
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.visibility()).isEqualTo(Visibility.UNLISTED);
        assertThat(job.note()).isEmpty();
        assertThat(job.tags()).isEmpty();
        assertThat(job.manifest()).isEqualTo(MasterRig.MANIFEST);
    }

    @Test
    void optionsSayNoteTagsAndVisibility() throws IOException {
        String command = "submit -n 'Before the *release*' -t slipway -t nightly/main -v PRIVATE";

        assertThat(exec(annsKey, command, MasterRig.MANIFEST).code()).isZero();

        JobView job = rig.view(new JobId(1));
        assertThat(job.note()).isEqualTo("Before the *release*");
        assertThat(job.tags()).containsExactly("slipway", "nightly", "main");
        assertThat(job.visibility()).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void tabsAreFourSpaces() throws IOException {
        String tabs = "image: debian/bookworm\ntasks:\n\t- build: |\n\t\t\tmake\tall\n";

        assertThat(exec(annsKey, "submit", tabs).code()).isZero();

        assertThat(rig.view(new JobId(1)).manifest())
                .isEqualTo("image: debian/bookworm\ntasks:\n    - build: |\n            make    all\n");
    }

    @Test
    void errorsOfTheManifestAreToldWithTheirPlacesAndNothingIsStored() throws IOException {
        String manifest = "image: debian/bokworm\ntasks:\n  - Build: make\n  - check: 3\n";

        Answer answer = exec(annsKey, "submit", manifest);

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines()).hasSize(2);
        assertThat(answer.err().lines().toList().get(0))
                .startsWith("line 3, column 5: error: Task name `Build` is invalid")
                .endsWith("(SW-1011)");
        assertThat(answer.err().lines().toList().get(1)).startsWith("line 4, column 12: error: ");
        assertThat(jobs()).isZero();
    }

    @Test
    void warningsAreToldBesideTheAddress() throws IOException {
        Answer answer = exec(annsKey, "submit", MasterRig.MANIFEST + "taks: []\n");

        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isEqualTo(ORIGIN + "/~ann/job/1\n");
        assertThat(answer.err())
                .startsWith("line 5, column 1: warning: Key `taks`")
                .contains("did you mean `tasks`?");
    }

    @Test
    void manifestThatIsTooLongOrNoTextIsRefused() throws IOException {
        Answer tooLong = exec(annsKey, "submit", MasterRig.MANIFEST + "#".repeat(1 << 20));
        Answer tooLongByTabs = exec(annsKey, "submit", MasterRig.MANIFEST + "#" + "\t".repeat(5_000));
        Answer noText = exec(annsKey, "submit", "image: \u00ff".getBytes(StandardCharsets.ISO_8859_1), SOON);

        assertThat(tooLong.err()).isEqualTo("error: Manifest must be less than 16384 bytes (SW-1002)\n");
        assertThat(tooLongByTabs.err()).isEqualTo(tooLong.err());
        assertThat(noText.err()).startsWith("line 1, column 8: error: Byte `0xff`");
        assertThat(tooLong.code() + tooLongByTabs.code() + noText.code()).isEqualTo(3);
        assertThat(jobs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh",
                "submit -n",
                "submit -x y",
                "submit manifest.yml",
                "submit -v secret",
                "submit; sh",
                "connect 1",
                "'submit'' -n' x"
            })
    void whateverElseIsAskedForIsAnsweredWithTheUsage(String command) throws IOException {
        Answer answer = exec(annsKey, command, MasterRig.MANIFEST);

        assertThat(answer).isEqualTo(new Answer(64, "", usage("\n")));
        assertThat(jobs()).isZero();
    }

    @Test
    void loginWithoutACommandIsNoShell() throws IOException {
        try (ClientSession session = logIn(annsKey);
                ChannelShell shell = session.createShellChannel()) {
            shell.setUsePty(true);

            assertThat(answer(shell, "id\n".getBytes(StandardCharsets.UTF_8), SOON))
                    .isEqualTo(new Answer(64, "", usage("\r\n")));
        }
    }

    @Test
    void tagOrNoteThatIsNotAllowedIsTold() throws IOException {
        Answer answer = exec(annsKey, "submit -t a=b", MasterRig.MANIFEST);

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).startsWith("Submitting a job: tag `a=b`").endsWith("(SW-3007)\n");
    }

    @Test
    void strangersKeyIsNotLetIn() {
        assertThatThrownBy(() -> logIn(newKey(SecurityUtils.ED25519))).isInstanceOf(SshException.class);
    }

    @Test
    void networkThatComesWithKeysOfNobodyIsSentAwayWithASentenceAndAnAccountsKeyIsTaken() throws IOException {
        for (int key = 0; key < 3; key++) {
            assertThatThrownBy(() -> logIn(newKey(SecurityUtils.ED25519)))
                    .isInstanceOf(SshException.class)
                    .hasMessageNotContaining("too often");
        }

        assertThatThrownBy(() -> logIn(newKey(SecurityUtils.ED25519))).hasMessageContaining("tried too often");
        assertThat(exec(annsKey, "submit", MasterRig.MANIFEST).code()).isZero();
        rig.clock.advance(Duration.ofMinutes(4));
        assertThatThrownBy(() -> logIn(newKey(SecurityUtils.ED25519)))
                .isInstanceOf(SshException.class)
                .hasMessageNotContaining("too often");
    }

    @Test
    void everyTypeOfKeyThatAnAccountMayHaveLogsIn() throws IOException {
        for (String algorithm : new String[] {KeyUtils.EC_ALGORITHM, KeyUtils.RSA_ALGORITHM}) {
            KeyPair key = newKey(algorithm);
            addKey(ann, key);

            assertThat(exec(key, "submit", MasterRig.MANIFEST).code())
                    .as(algorithm)
                    .isZero();
        }
    }

    @Test
    void keyThatWasRemovedSinceTheLoginSubmitsNothing() throws IOException {
        try (ClientSession session = logIn(annsKey)) {
            rig.transaction.separate(() -> rig.master
                    .sshKeys()
                    .list(ann)
                    .forEach(key -> rig.master.sshKeys().remove(ann, key.id())));

            Answer answer = answer(session.createExecChannel("submit"), bytes(MasterRig.MANIFEST), SOON);

            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err()).contains("no account has key `SHA256:").endsWith("(SW-2002)\n");
        }
        assertThat(jobs()).isZero();
    }

    @Test
    void suspendedAccountIsNotLetInAndOneThatIsInSubmitsNothing() throws IOException {
        try (ClientSession session = logIn(annsKey)) {
            rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "for now", false));

            Answer answer = answer(session.createExecChannel("submit"), bytes(MasterRig.MANIFEST), SOON);

            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err()).contains("suspended", "for now");
        }
        assertThat(jobs()).isZero();
        assertThatThrownBy(() -> logIn(annsKey)).isInstanceOf(SshException.class);
    }

    @Test
    void whenAKeyWasUsedLastIsNoted() throws IOException, SQLException {
        Instant before = rig.clock.instant();
        assertThat(lastUsed()).isNull();

        exec(annsKey, "submit", MasterRig.MANIFEST);
        assertThat(lastUsed()).isEqualTo(before);

        rig.clock.advance(Duration.ofHours(-1));
        exec(annsKey, "submit", MasterRig.MANIFEST);
        assertThat(lastUsed()).as("of a master whose clock is behind").isEqualTo(before);
    }

    @Test
    void nothingIsForwarded() throws IOException {
        try (ClientSession session = logIn(annsKey)) {
            assertThatThrownBy(() -> session.createRemotePortForwardingTracker(
                            new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", port)))
                    .isInstanceOf(SshException.class);
        }
    }

    @Test
    void manySubmitSideBySideAndEachGetsItsOwnJob() throws IOException {
        try (ClientSession session = logIn(annsKey)) {
            ClientChannel[] channels = new ClientChannel[8];
            for (int i = 0; i < channels.length; i++) {
                channels[i] = session.createExecChannel("submit");
                channels[i].setIn(new ByteArrayInputStream(bytes(MasterRig.MANIFEST)));
                channels[i].open().verify(SOON);
            }
            for (ClientChannel channel : channels) {
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SOON);
                assertThat(channel.getExitStatus()).isZero();
            }
        }
        assertThat(jobs()).isEqualTo(8);
    }

    @Test
    void commandThatPeopleTypeNamesThePlaceWhereTheyReachIt() {
        assertThat(rig.master.submitDoor().command()).contains("ssh -p 2222 builds@slipway.example submit");
        assertThat(new MasterRig().master.submitDoor().command()).isEmpty();
    }

    private static String usage(String end) {
        return "usage: submit [-n NOTE] [-t TAG]... [-v public|unlisted|private] < MANIFEST" + end;
    }

    private long jobs() {
        return rig.within(() -> rig.stores.jobs().count(0));
    }

    private static Instant lastUsed() throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                ResultSet row = connection.createStatement().executeQuery("select last_used from ssh_key")) {
            row.next();
            OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
    }

    private void addKey(Caller owner, KeyPair key) {
        rig.within(() -> rig.master.sshKeys().add(owner, PublicKeyEntry.toString(key.getPublic()), "test"));
    }

    private Answer exec(KeyPair key, String command, String manifest) throws IOException {
        return exec(key, command, bytes(manifest), SOON);
    }

    private Answer exec(KeyPair key, String command, byte[] manifest, Duration most) throws IOException {
        try (ClientSession session = logIn(key)) {
            return answer(session.createExecChannel(command), manifest, most);
        }
    }

    private static Answer answer(ClientChannel channel, byte[] in, Duration most) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        channel.setIn(new ByteArrayInputStream(in));
        channel.setOut(out);
        channel.setErr(err);
        channel.open().verify(most);
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), most);
        return new Answer(
                channel.getExitStatus(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private ClientSession logIn(KeyPair key) throws IOException {
        ClientSession session =
                client.connect("builds", "127.0.0.1", port).verify(SOON).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(SOON);
        return session;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KeyPair newKey(String algorithm) {
        try {
            var generator = SecurityUtils.getKeyPairGenerator(algorithm);
            switch (algorithm) {
                case KeyUtils.RSA_ALGORITHM -> generator.initialize(2_048);
                case KeyUtils.EC_ALGORITHM -> generator.initialize(256);
                default -> {
                    // Has one size.
                }
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What came of a command. */
    private record Answer(int code, String out, String err) {}
}
