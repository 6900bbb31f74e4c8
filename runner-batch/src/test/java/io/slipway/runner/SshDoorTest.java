// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import io.slipway.message.StandingGuest;
import io.slipway.runner.fake.RunnerRig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in at the runner's ssh server, and what can be done there. */
class SshDoorTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String FAILS = """
            image: fake
            tasks:
              - fails: |
                  write state broken
                  say it breaks
                  exit 3
            """;

    @TempDir
    private Path folder;

    private final KeyPair owner = newKey();
    private final KeyPair stranger = newKey();
    private RunnerRig rig;
    private SshClient client;
    private int port;

    @BeforeEach
    void startRunner() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        rig = new RunnerRig(folder)
                .start(Map.of("standby.time", "10m", "standby.most", "2", "ssh.port", Integer.toString(port)));
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setKeyIdentityProvider(KeyPairProvider.EMPTY_KEYPAIR_PROVIDER);
        client.start();
    }

    @AfterEach
    void stopRunner() {
        client.stop();
        rig.close();
    }

    @Test
    void ownerRunsACommandInTheGuestThatStandsBy() throws IOException {
        AttemptRef attempt = failWith(owner);

        Answer answer = exec(owner, "connect %s show state".formatted(attempt.job()));

        assertThat(answer.out()).isEqualTo("broken");
        assertThat(answer.code()).isZero();
    }

    @Test
    void ownerMendsTheGuestInASessionWithATerminal() throws IOException {
        AttemptRef attempt = failWith(owner);
        PipedOutputStream typed = new PipedOutputStream();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (ClientSession session = logIn(owner)) {
            ChannelExec channel = session.createExecChannel("connect " + attempt.job());
            channel.setUsePty(true);
            channel.setIn(new PipedInputStream(typed));
            channel.setOut(seen);
            channel.open().verify(SOON);

            typed.write("write state mended\nshow state\n".getBytes(StandardCharsets.UTF_8));
            typed.flush();
            await().until(() -> seen.toString(StandardCharsets.UTF_8).contains("mended"));
            channel.sendWindowChange(132, 43);
            await().until(() -> seen.toString(StandardCharsets.UTF_8).contains("132 by 43"));
            assertThat(awaitVisited(attempt, true).until())
                    .isAfter(Instant.now().plusSeconds(3000));
            typed.write("exit\n".getBytes(StandardCharsets.UTF_8));
            typed.flush();

            assertThat(code(channel)).isZero();
        }
        await().until(() -> rig.standing().get(0).until().isBefore(Instant.now().plusSeconds(601)));
    }

    @Test
    void masterHearsOfAKeyThatWasUsedOnceAMinute() throws IOException {
        AttemptRef attempt = failWith(owner);

        exec(owner, "connect %s show state".formatted(attempt.job()));
        exec(owner, "tail " + attempt.job());

        await().until(() -> !rig.keysUsed().isEmpty());
        assertThat(rig.keysUsed()).singleElement().satisfies(event -> {
            assertThat(event.attempt()).isEqualTo(attempt);
            assertThat(event.fingerprint())
                    .isEqualTo(KeyUtils.getFingerPrint(BuiltinDigests.sha256, owner.getPublic()));
            assertThat(event.fingerprint()).startsWith("SHA256:").doesNotEndWith("=");
        });
    }

    @Test
    void keyThatOpensNoJobCountsAsNotUsed() throws IOException {
        AttemptRef others = failWith(owner);
        AttemptRef own = failWith(stranger);

        exec(stranger, "connect " + others.job());
        exec(stranger, "sh -c id");
        exec(stranger, "tail " + own.job());

        await().until(() -> !rig.keysUsed().isEmpty());
        assertThat(rig.keysUsed()).extracting(SshKeyUsed::attempt).containsExactly(own);
    }

    @Test
    void strangersKeyIsNotLetIn() {
        failWith(owner);

        assertThatThrownBy(() -> logIn(stranger)).isInstanceOf(SshException.class);
    }

    @Test
    void ownerOfOneJobDoesNotGetIntoAnothers() throws IOException {
        AttemptRef others = failWith(owner);
        failWith(stranger);

        Answer answer = exec(stranger, "connect %s show state".formatted(others.job()));

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .isEqualTo(
                        "You are not permitted to connect to job %s: it is somebody else's.\n".formatted(others.job()));
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void nothingElseIsDoneAtTheDoor() throws IOException {
        AttemptRef attempt = failWith(owner);

        for (String command : List.of("", "sh -c id", "connect", "tail", "tail 1 2", "connect; id", "scp -t /")) {
            Answer answer = command.isEmpty() ? shell(owner) : exec(owner, command);
            assertThat(answer.code()).as(command).isEqualTo(64);
            assertThat(answer.err()).as(command).startsWith("usage: connect JOB");
        }
        for (String job : List.of("0", "999999", "-1", "1x", "99999999999999999999")) {
            Answer answer = exec(owner, "connect " + job);
            assertThat(answer.code()).as(job).isEqualTo(1);
            assertThat(answer.err()).as(job).startsWith("No such job here: `");
        }
        assertThat(rig.standing()).extracting(StandingGuest::attempt).containsExactly(attempt);
    }

    @Test
    void portsAreNotForwarded() throws IOException {
        failWith(owner);

        try (ClientSession session = logIn(owner)) {
            assertThatThrownBy(() -> session.startRemotePortForwarding(
                            new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", port)))
                    .isInstanceOf(SshException.class);
            assertThatThrownBy(() -> session.createDirectTcpipChannel(
                                    new SshdSocketAddress("127.0.0.1", 1), new SshdSocketAddress("127.0.0.1", port))
                            .open()
                            .verify(SOON))
                    .isInstanceOf(SshException.class);
        }
    }

    @Test
    void tailFollowsALogToItsEnd() throws IOException {
        AttemptRef attempt = rig.orderFor(publicLine(owner), """
                image: fake
                tasks:
                  - one: say first words
                  - two: |
                      sleep 1500
                      say last words
                """, HOUR);
        await().until(() -> rig.begun(attempt).size() == 2);

        Answer answer = exec(owner, "tail " + attempt.job());

        assertThat(answer.out())
                .contains("Booting image", "first words")
                .containsSubsequence("first words", "last words");
        assertThat(answer.code()).isZero();
        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void whoConnectsToARunningJobGetsInWhenItHasFailed() throws IOException {
        AttemptRef attempt = rig.orderFor(publicLine(owner), FAILS.replace("exit 3", "sleep 1500\n      exit 3"), HOUR);
        await().until(() -> rig.begun(attempt).size() == 1);

        Answer answer = exec(owner, "connect %s show state".formatted(attempt.job()));

        assertThat(answer.out()).contains("it breaks").endsWith("broken");
    }

    @Test
    void whoConnectsToAJobThatSucceedsIsToldSo() throws IOException {
        AttemptRef attempt = rig.orderFor(publicLine(owner), """
                image: fake
                tasks:
                  - one: sleep 1500
                """, HOUR);
        await().until(() -> rig.begun(attempt).size() == 1);

        Answer answer = exec(owner, "connect " + attempt.job());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).endsWith("has ended, and its guest does not stand by.\n");
    }

    @Test
    void guestOfAShellGoesWithItsLastVisitor() throws IOException {
        AttemptRef attempt =
                rig.orderFor(publicLine(owner), "shell: true\nimage: fake\ntasks: [one: say hello]\n", HOUR);
        await().until(() -> !rig.standing().isEmpty());

        exec(owner, "connect %s say bye".formatted(attempt.job()));

        await().until(() -> rig.standing().isEmpty());
    }

    @Test
    void logSaysHowToGetIn() {
        AttemptRef attempt = failWith(owner);

        assertThat(rig.log(attempt, ""))
                .contains("  ssh -t -p %d builds@127.0.0.1 connect %s\n".formatted(port, attempt.job()));
    }

    @Test
    void hostKeyIsTheOwnersAloneAndOutlivesTheRunner() throws IOException {
        Path key = folder.resolve("state/ssh/host.key");
        await().until(() -> Files.exists(key));
        assertThat(Files.getPosixFilePermissions(key.getParent())).hasSize(3);
        byte[] before = Files.readAllBytes(key);

        rig.stop();
        rig.start(Map.of("ssh.port", Integer.toString(port)));

        assertThat(Files.readAllBytes(key)).isEqualTo(before);
    }

    private record Answer(int code, String out, String err) {}

    private AttemptRef failWith(KeyPair key) {
        AttemptRef attempt = rig.orderFor(publicLine(key), FAILS, HOUR);
        rig.awaitEnd(attempt);
        awaitVisited(attempt, false);
        return attempt;
    }

    private StandingGuest awaitVisited(AttemptRef attempt, boolean visited) {
        return await().until(
                        () -> rig.standing().stream()
                                .filter(guest -> guest.attempt().equals(attempt) && guest.visited() == visited)
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private Answer exec(KeyPair key, String command) throws IOException {
        try (ClientSession session = logIn(key)) {
            return answer(session.createExecChannel(command));
        }
    }

    private Answer shell(KeyPair key) throws IOException {
        try (ClientSession session = logIn(key)) {
            ChannelShell shell = session.createShellChannel();
            shell.setUsePty(false);
            return answer(shell);
        }
    }

    private static Answer answer(ClientChannel channel) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        channel.setOut(out);
        channel.setErr(err);
        channel.open().verify(SOON);
        int code = code(channel);
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static int code(ClientChannel channel) {
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SOON);
        return channel.getExitStatus();
    }

    private ClientSession logIn(KeyPair key) throws IOException {
        ClientSession session =
                client.connect("builds", "127.0.0.1", port).verify(SOON).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(SOON);
        return session;
    }

    private static KeyPair newKey() {
        try {
            return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String publicLine(KeyPair key) {
        return PublicKeyEntry.toString(key.getPublic()) + " somebody@somewhere";
    }
}
