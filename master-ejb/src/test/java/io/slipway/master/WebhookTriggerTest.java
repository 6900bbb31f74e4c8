// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static io.slipway.master.TriggerRig.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.Ed25519Verify;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.master.FakeReceiver.Got;
import io.slipway.master.access.Caller;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.submit.Submission;
import io.slipway.master.trigger.DeliveryView;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told to webhooks, and when. */
class WebhookTriggerTest {
    private TriggerRig rig;
    private FakeReceiver receiver;

    @BeforeEach
    void start() {
        rig = new TriggerRig();
        receiver = FakeReceiver.up();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void endOfAJobIsToldWithWhatTheApiSaysOfIt() {
        receiver.answers(200);
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));

        rig.deliver();

        Got got = receiver.taken().get(0);
        assertThat(got.request().getRequestLine()).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.header("User-Agent")).isEqualTo("Slipway");
        assertThat(got.key()).isEqualTo(rig.delivery(job).key());
        String log = "http://127.0.0.1:8080/api/jobs/1/log";
        assertThat(got.body()).isEqualTo("""
                        {"id":1,"status":"failed","setup_log":"%1$s?attempt=1",\
                        "tasks":[{"name":"_apply_patch","status":"success","log":"%1$s/_apply_patch?attempt=1"},\
                        {"name":"build","status":"failed","log":"%1$s/build?attempt=1"},\
                        {"name":"check","status":"pending","log":null}],\
                        "note":"","runner":"runner-1","owner":{"canonical_name":"~admin","name":"admin"}}""".formatted(log));
    }

    @Test
    void bodyAndNonceAreSignedWithTheKeyThatTheMasterGivesOut() throws GeneralSecurityException {
        receiver.answers(200);
        rig.ended(FAILED, webhook("always", receiver.address()));

        rig.deliver();

        Got got = receiver.taken().get(0);
        assertThat(got.header("X-Payload-Nonce")).matches("[0-9a-f]{16}");
        byte[] signature = Base64.getDecoder().decode(got.header("X-Payload-Signature"));
        new Ed25519Verify(rig.rig.master.webhookKey())
                .verify(signature, (got.body() + got.header("X-Payload-Nonce")).getBytes(UTF_8));
    }

    @Test
    void userAndPasswordOfAnAddressAreSentAsSuch() {
        receiver.answers(200);
        rig.ended(FAILED, webhook("always", receiver.address().replace("://", "://ann:p%40ss@")));

        rig.deliver();

        Got got = receiver.taken().get(0);
        assertThat(got.header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ann:p@ss".getBytes(UTF_8)));
        assertThat(got.header("Host")).doesNotContain("ann");
    }

    @ParameterizedTest
    @CsvSource({
        "success, SUCCESS, 1",
        "success, FAILED, 0",
        "success, CANCELLED, 0",
        "failure, SUCCESS, 0",
        "failure, FAILED, 1",
        "failure, TIMEOUT, 1",
        "failure, CANCELLED, 1",
        "always, SUCCESS, 1",
        "always, CANCELLED, 1",
    })
    void conditionDecidesWhetherAnEndIsTold(String condition, JobStatus end, int told) {
        JobId job = rig.ended(outcome(end), webhook(condition, receiver.address()));

        assertThat(rig.rig.status(job)).isEqualTo(end);
        assertThat(rig.deliveries(job)).hasSize(told);
    }

    private static Outcome outcome(JobStatus end) {
        return switch (end) {
            case SUCCESS -> new Outcome.Succeeded();
            case FAILED -> FAILED;
            case TIMEOUT -> new Outcome.TimedOut("It took long.");
            default -> new Outcome.Cancelled("Cancelled.");
        };
    }

    @Test
    void jobThatIsCancelledBeforeARunnerHadItIsTold() {
        receiver.answers(200);
        JobId job = rig.queued(webhook("failure", receiver.address()));
        rig.rig.transaction.separate(() -> rig.rig.master.control().cancel(rig.rig.admin, job));

        rig.deliver();

        assertThat(receiver.taken().get(0).body())
                .contains("\"status\":\"cancelled\"", "\"setup_log\":null", "\"runner\":null");
    }

    @Test
    void nothingIsToldOfAnEndThatIsRolledBack() {
        JobId job = rig.queued(webhook("always", receiver.address()));

        assertThatThrownBy(() -> rig.rig.transaction.separate(() -> {
                    rig.rig.master.control().cancel(rig.rig.admin, job);
                    throw new IllegalStateException("the database goes away");
                }))
                .hasMessage("the database goes away");
        rig.deliver();

        assertThat(rig.rig.status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.deliveries(job)).isEmpty();
        assertThat(receiver.taken()).isEmpty();
    }

    @Test
    void jobThatIsRestartedIsToldAgainWithAKeyOfItsOwn() {
        receiver.answers(200, 200);
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));
        rig.deliver();

        rig.rig.transaction.separate(
                () -> rig.rig.master.restart().restart(rig.rig.admin, job, new RestartRequest(From.START, "")));
        rig.deliver();
        assertThat(receiver.taken()).as("until it ends again nothing is told").hasSize(1);
        rig.end(job, new Outcome.Succeeded());
        rig.deliver();

        List<DeliveryView> deliveries = rig.deliveries(job);
        assertThat(deliveries).extracting(DeliveryView::status).containsExactly("failed", "success");
        assertThat(deliveries).extracting(DeliveryView::key).doesNotHaveDuplicates();
        assertThat(receiver.taken()).singleElement().satisfies(got -> {
            assertThat(got.key()).isEqualTo(deliveries.get(1).key());
            assertThat(got.body()).contains("/api/jobs/1/log?attempt=2");
        });
    }

    @Test
    void jobThatGoesBackToTheQueueIsNotTold() {
        JobId job = rig.ended(
                new Outcome.RunnerFailed(Problem.GUEST_LOST, "It broke."), webhook("always", receiver.address()));

        assertThat(rig.rig.status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.deliveries(job)).isEmpty();
    }

    @Test
    void whoeverSeesAJobSeesItsDeliveriesAndItsOwnerAloneWhereTheyGo() {
        receiver.answers(200);
        Caller owner = rig.rig.user("ann");
        JobId job = rig.submit(owner, true, "", List.of(), webhook("always", receiver.address()));
        rig.end(job, FAILED);
        rig.deliver();

        DeliveryView seen =
                rig.rig.within(() -> rig.rig.master.deliveries().of(owner, job)).get(0);
        DeliveryView strange = rig.rig
                .within(() -> rig.rig.master.deliveries().of(rig.rig.user("bob"), job))
                .get(0);

        assertThat(seen.target()).isEqualTo(receiver.address());
        assertThat(seen.state()).isEqualTo("sent");
        assertThat(seen.answerStatus()).isEqualTo(200);
        assertThat(seen.answer()).isEqualTo("answer 200");
        assertThat(strange.state()).isEqualTo("sent");
        assertThat(strange.target()).isNull();
        assertThat(strange.answerStatus()).isNull();
        assertThat(strange.answer()).isEmpty();
    }

    @Test
    void deliveriesOfAPrivateJobAreItsOwners() {
        Caller owner = rig.rig.user("ann");
        JobId job = rig.rig
                .submit(owner, new Submission(TriggerRig.manifest(), "", List.of(), true, Visibility.PRIVATE))
                .job()
                .id();
        Caller other = rig.rig.user("bob");

        assertThatThrownBy(
                        () -> rig.rig.within(() -> rig.rig.master.deliveries().of(other, job)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void moreOfAnAnswerThanIsKeptIsNotRead() {
        receiver.server()
                .enqueue(new MockResponse.Builder().body("é".repeat(1 << 20)).build());
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));

        rig.deliver();

        assertThat(rig.delivery(job).state()).isEqualTo("sent");
        assertThat(rig.delivery(job).answer()).isEqualTo("é".repeat(1024));
    }

    @Test
    void triggerThatIsNotOneAnyMoreDoesNotKeepItsJobFromEnding() throws SQLException {
        JobId job = rig.queued(webhook("always", receiver.address()), webhook("always", receiver.address()));
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update trigger set target = 'ftp://example.org/' where position = 0");
        }

        rig.end(job, FAILED);

        assertThat(rig.rig.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(rig.deliveries(job)).hasSize(1);
    }
}
