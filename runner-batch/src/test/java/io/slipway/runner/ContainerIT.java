// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.EventVerifier;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.OrderSealer;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.SigningKey;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.message.redis.TestRedis;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.fake.FakeMaster;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The runner's own WAR on a real Payara Micro, with fake guests; the test runs inside that server, as the runner's master. */
@ExtendWith(ArquillianExtension.class)
class ContainerIT {
    private static final RunnerName NAME = new RunnerName("contained");
    private static final Path FOLDER = Path.of(System.getProperty("slipway.container.folder", "target/container"));
    private static final Path SETTINGS = FOLDER.resolve("runner.properties");

    /** The master's key; the test in the server signs with it, and the master outside shows its public half. */
    private static final Path MASTER = FOLDER.resolve("master.json");

    private static final Path OPENING = FOLDER.resolve("master-opening.json");

    /** Outside the server only, as the master; in it, its class is not even there. */
    private static AutoCloseable redis;

    private static AutoCloseable master;

    /** Runs outside the server, before it deploys. */
    @Deployment
    static WebArchive runner() throws IOException {
        TestRedis started = TestRedis.start();
        redis = started;
        offerFakeImage();
        SigningKey signing = SigningKey.open(MASTER);
        FakeMaster enrolling = new FakeMaster(signing);
        enrolling.sealing(SignedSealingKey.of(signing, OpeningKeys.open(OPENING).newest(), 1));
        master = enrolling;
        Files.write(
                SETTINGS,
                List.of(
                        "name = " + NAME,
                        "slots = 2",
                        "redis.address = " + started.settings().address(),
                        "state.folder = " + FOLDER.resolve("state").toAbsolutePath(),
                        "logs.folder = " + FOLDER.resolve("logs").toAbsolutePath(),
                        "images.folder = " + FOLDER.resolve("images").toAbsolutePath(),
                        "guest.kind = fake",
                        "master.address = " + enrolling.address(),
                        "enrol.token = " + enrolling.token()));
        WebArchive war = ShrinkWrap.create(ZipImporter.class, "slipway-runner.war")
                .importFrom(new File("target/slipway-runner.war"))
                .as(WebArchive.class);
        String service = "META-INF/services/" + GuestFactory.class.getName();
        war.delete("/WEB-INF/classes/" + service);
        return war.addPackage(FakeGuestFactory.class.getPackage())
                .addAsResource(new StringAsset(FakeGuestFactory.class.getName()), service);
    }

    private static void offerFakeImage() throws IOException {
        Path image = FOLDER.resolve("images/fake");
        Files.createDirectories(image.resolve("x86_64"));
        Files.writeString(image.resolve("functions"), "default_arch=x86_64\n");
        Files.writeString(image.resolve("x86_64/root.img.qcow2"), "");
    }

    @AfterAll
    static void stopServers() throws Exception {
        if (redis != null) {
            redis.close();
            master.close();
        }
    }

    @Test
    void deployedRunnerRunsAnOrderToItsEnd() {
        RunnerKeys runner = RunnerKeys.open(FOLDER.resolve("state/keys/1"));
        try (RedisConnection connection = RedisConnection.open(RedisSettings.from(Settings.load(SETTINGS)))) {
            AttemptRef attempt = new AttemptRef(new JobId(1), 1, 1);
            Envelope inbox =
                    new OrderSealer(SigningKey.open(MASTER), runner.opening().publicHalf());
            Envelope events = new EventVerifier(
                    (name, signed, signature, seals) -> {
                        assertEquals(NAME.value(), name);
                        assertTrue(seals);
                        assertTrue(runner.signing().publicHalf().fits(signed, signature));
                    },
                    OpeningKeys.open(OPENING));

            connection.inbox(NAME, inbox).publish(order(attempt, "image: fake\ntasks:\n  - greet: say hello\n"));

            assertEquals(
                    new Outcome.Succeeded(), endOf(attempt, connection.events("master", () -> Set.of(NAME), events)));
            assertTrue(Files.isRegularFile(FOLDER.resolve("logs/1/greet/log")));
            assertTrue(Files.isRegularFile(FOLDER.resolve("state/batch.mv.db")));
        }
    }

    private static WorkOrder order(AttemptRef attempt, String manifest) {
        URI nowhere = URI.create("http://localhost/");
        Duration limit = Duration.ofMinutes(1);
        return new WorkOrder(
                attempt, "test", nowhere, manifest, Map.of(), limit, limit, nowhere, "none", List.of(), null, null);
    }

    private static Outcome endOf(AttemptRef attempt, MessageStream<RunnerEvent> events) {
        Instant until = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(until)) {
            List<Received<RunnerEvent>> received = events.receive(50, Duration.ofSeconds(1));
            events.acknowledge(received);
            for (Received<RunnerEvent> event : received) {
                if (event.message() instanceof AttemptEnded end && end.attempt().equals(attempt)) {
                    return end.outcome();
                }
            }
        }
        throw new AssertionError("attempt %s did not end within a minute".formatted(attempt));
    }
}
