// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** E-mails, webhooks and groups, from the master as it is deployed to real servers; and what the console shows of them. */
@ExtendWith(StackExtension.class)
class TriggerIT {
    private static final By DELIVERY = By.cssSelector(".delivery:not(.trigger)");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TASKS = """
            image: debian/bookworm
            tasks:
              - build: 'true'
            """;

    private final Stack stack;
    private final Api api;
    private final GreenMail mail;
    private final MockWebServer hooks = new MockWebServer();
    private Browser browser;

    TriggerIT(Stack stack) {
        this.stack = stack;
        this.api = stack.admin();
        this.mail = new GreenMail(new ServerSetup(stack.mailPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    @BeforeEach
    void open() throws IOException {
        mail.start();
        hooks.start(InetAddress.getLoopbackAddress(), 0);
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void close() {
        browser.close();
        hooks.close();
        mail.stop();
    }

    private String hook() {
        return "http://127.0.0.1:%d/hook".formatted(hooks.getPort());
    }

    private void answer(int status) {
        hooks.enqueue(
                new MockResponse.Builder().code(status).body("answer " + status).build());
    }

    private RecordedRequest called() throws InterruptedException {
        RecordedRequest request = hooks.takeRequest(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).as("the webhook is called").isNotNull();
        return request;
    }

    private long pending(String triggers) {
        Api.Answer answer = api.submit(Map.of("manifest", TASKS + triggers, "execute", false));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asLong();
    }

    @Test
    void endOfAJobIsToldByEmailAndWebhookAndShownOnItsPage() throws Exception {
        answer(503);
        answer(200);
        long job = pending("""
                triggers:
                  - {action: email, condition: failure, to: ann@example.org, in_reply_to: <1@lists.example.org>}
                  - {action: webhook, condition: always, url: '%s'}
                  - {action: webhook, condition: success, url: '%s'}
                """.formatted(hook(), hook()));
        assertThat(api.post("/api/jobs/%d/cancel".formatted(job)).status()).isEqualTo(200);

        RecordedRequest first = called();
        RecordedRequest second = called();

        assertThat(first.getBody().utf8())
                .contains("\"id\":%d,".formatted(job), "\"status\":\"cancelled\"", "\"canonical_name\":\"~admin\"");
        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeaders().get("X-Slipway-Delivery"))
                .isEqualTo(first.getHeaders().get("X-Slipway-Delivery"));
        assertThat(isSigned(second)).isTrue();
        assertThat(mail.waitForIncomingEmail(SOON.toMillis(), 1)).isTrue();
        MimeMessage told = mail.getReceivedMessages()[0];
        assertThat(told.getSubject()).isEqualTo("[slipway] job #%d: cancelled".formatted(job));
        assertThat(told.getHeader("In-Reply-To")).containsExactly("<1@lists.example.org>");
        assertThat(told.getContent().toString()).contains("%s/~admin/job/%d".formatted(stack.origin(), job));

        JsonNode deliveries = await().atMost(SOON)
                .until(
                        () -> api.get("/api/jobs/" + job).json().path("deliveries"),
                        all -> all.findValuesAsText("state").stream().allMatch("sent"::equals));
        assertThat(deliveries.findValuesAsText("target")).containsExactly("ann@example.org", hook());
        assertThat(deliveries.get(1).path("tries").asInt()).isEqualTo(2);
        assertThat(deliveries.get(1).path("answer").asText()).isEqualTo("answer 200");
        JsonNode strange =
                new Api(stack.origin(), "").get("/api/jobs/" + job).json().path("deliveries");
        assertThat(strange.get(1).path("state").asText()).isEqualTo("sent");
        assertThat(strange.get(1).path("target").isNull()).isTrue();
        assertThat(strange.get(1).path("answer").isNull()).isTrue();

        browser.logIn("admin", stack.password());
        browser.open("/~admin/job/" + job);
        browser.await(DELIVERY);
        assertThat(browser.texts(DELIVERY).get(0)).contains("E-mail about cancelled", "sent", "ann@example.org");
        assertThat(browser.texts(DELIVERY).get(1)).contains("Webhook", "sent, in try 2", hook(), "200 answer 200");
        browser.picture("job-deliveries");
    }

    /** With the key that the master gives out to everybody. */
    private boolean isSigned(RecordedRequest request) throws GeneralSecurityException {
        JsonNode key = new Api(stack.origin(), "").get("/api/webhook-key").json();
        assertThat(key.path("algorithm").asText()).isEqualTo("ed25519");
        String encoded = "302a300506032b6570032100"
                + HexFormat.of()
                        .formatHex(Base64.getDecoder().decode(key.path("key").asText()));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(encoded))));
        String nonce = request.getHeaders().get("X-Payload-Nonce");
        signature.update((request.getBody().utf8() + nonce).getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getDecoder().decode(request.getHeaders().get("X-Payload-Signature")));
    }

    @Test
    void groupIsMadeByRestAndCancelledOnItsPage() throws Exception {
        answer(200);
        long one = pending("");
        long two = pending("");
        Api.Answer made = api.post("/api/job-group", """
                {"jobs": [%d, %d], "note": "both of them",
                 "triggers": [{"action": "webhook", "condition": "failure", "url": "%s"}]}""".formatted(one, two, hook()));
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        long group = made.json().path("id").asLong();
        assertThat(made.header("Location")).endsWith("/api/job-group/" + group);
        assertThat(made.json().path("owner").path("canonical_name").asText()).isEqualTo("~admin");
        assertThat(made.json().path("jobs").findValuesAsText("status")).containsExactly("pending", "pending");
        assertThat(api.get("/api/job-group/" + group).json()).isEqualTo(made.json());
        assertThat(api.get("/api/jobs/" + one).json().path("group").asLong()).isEqualTo(group);
        browser.logIn("admin", stack.password());
        browser.open("/~admin/job/" + one);

        browser.click(By.id("to-group"));
        browser.waiting(SOON).until(page -> browser.address().endsWith("/~admin/group/" + group));
        assertThat(browser.text(By.id("group-status"))).isEqualTo("pending");
        assertThat(browser.texts(By.cssSelector(".job-link"))).containsExactly("#" + one, "#" + two);
        assertThat(browser.text(By.cssSelector(".trigger"))).contains("Webhook after failure", hook());
        browser.picture("group-pending");
        browser.click(By.id("cancel"));

        browser.waiting(SOON).until(page -> browser.text(By.id("group-status")).equals("cancelled"));
        assertThat(called().getBody().utf8())
                .contains("\"id\":%d,\"status\":\"cancelled\"".formatted(group), "\"id\":%d".formatted(two));
        browser.waiting(SOON).until(page -> browser.texts(DELIVERY).stream().anyMatch(text -> text.contains("sent")));
        browser.picture("group-cancelled");
    }

    /** Defect 15 of the original: starting a group by REST was broken. */
    @Test
    void groupIsStartedByRest() {
        long one = pending("");
        long group = api.post("/api/job-group", "{\"jobs\": [%d]}".formatted(one))
                .json()
                .path("id")
                .asLong();

        Api.Answer started = api.post("/api/job-group/%d/start".formatted(group));
        Api.Answer again = api.post("/api/job-group/%d/start".formatted(group));

        assertThat(started.status()).isEqualTo(200);
        assertThat(started.json().path("jobs").findValuesAsText("status")).containsExactly("queued");
        assertThat(again.status()).isEqualTo(200);
        Api.Answer cancelled = api.post("/api/job-group/%d/cancel".formatted(group));
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(new RunningJob(api, one).awaitEnd().path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void whatIsNotAllowedWithGroupsIsSaid() {
        long job = pending("");
        Api reader = stack.as("admin", "JOBS:RO");
        Api nobody = new Api(stack.origin(), "");

        assertThat(api.post("/api/job-group", "{}").text())
                .contains("Expected jobs to be an array of integers (job IDs)", "\"field\":\"jobs\"");
        assertThat(api.post("/api/job-group", "{\"jobs\": [%d], \"triggers\": {}}".formatted(job))
                        .text())
                .contains("Expected triggers to be an array of triggers", "\"field\":\"triggers\"");
        assertThat(api.post(
                                "/api/job-group",
                                "{\"jobs\": [%d], \"triggers\": [{\"action\": \"irc\", \"condition\": \"always\"}]}"
                                        .formatted(job))
                        .problem())
                .isEqualTo("400 SW-3007");
        assertThat(api.post("/api/job-group", "{\"jobs\": [999999]}").problem()).isEqualTo("400 SW-3021");
        assertThat(reader.post("/api/job-group", "{\"jobs\": [%d]}".formatted(job))
                        .problem())
                .isEqualTo("403 SW-2004");
        assertThat(nobody.post("/api/job-group", "{\"jobs\": [%d]}".formatted(job))
                        .problem())
                .isEqualTo("401 SW-2001");
        assertThat(nobody.get("/api/job-group/1").problem()).isEqualTo("401 SW-2001");
        assertThat(api.get("/api/job-group/999999").problem()).isEqualTo("404 SW-3020");
        assertThat(api.get("/api/job-group/one").problem()).isEqualTo("404 SW-3020");
        browser.open("/~admin/group/1");
        browser.waiting(SOON).until(page -> browser.address().contains("/login"));
    }
}
