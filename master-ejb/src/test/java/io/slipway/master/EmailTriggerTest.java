// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.settings.Settings;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told by e-mail, to a real mail server; one that refuses is a fake. */
class EmailTriggerTest {
    private static final String TO_ANN = "  - {action: email, condition: always, to: ann@example.org}\n";
    private GreenMail server;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private TriggerRig rig(String... more) {
        return rig(server.getSmtp().getPort(), more);
    }

    private static TriggerRig rig(int port, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(port),
                "mail.security", "none",
                "mail.from", "Slipway <ci@example.org>"));
        for (int n = 0; n < more.length; n += 2) {
            settings.put(more[n], more[n + 1]);
        }
        return new TriggerRig(settings);
    }

    @Test
    void endOfAJobIsToldToPeople() throws Exception {
        TriggerRig rig = rig();
        JobId job = rig.submit(
                rig.rig.admin,
                true,
                "Über *alles*.",
                List.of("slipway", "main"),
                "  - {action: email, condition: failure, to: 'Ann Über <ann@example.org>, bob@example.org', cc: carl@example.org}\n");
        rig.end(job, FAILED);

        rig.deliver();

        assertThat(server.getReceivedMessages()).as("one for each mailbox").hasSize(3);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getFrom()[0]).hasToString("Slipway <ci@example.org>");
        assertThat(mail.getRecipients(MimeMessage.RecipientType.TO)[0])
                .hasToString("=?UTF-8?Q?Ann_=C3=9Cber?= <ann@example.org>");
        assertThat(mail.getRecipients(MimeMessage.RecipientType.TO)[1]).hasToString("bob@example.org");
        assertThat(mail.getRecipients(MimeMessage.RecipientType.CC)[0]).hasToString("carl@example.org");
        assertThat(mail.getSubject()).isEqualTo("[slipway/main] job #1: failed");
        assertThat(mail.getHeader("Message-ID"))
                .containsExactly("<%s@127.0.0.1>".formatted(rig.delivery(job).key()));
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("In-Reply-To")).isNull();
        assertThat(mail.getSentDate().toInstant())
                .isEqualTo(rig.delivery(job).created().truncatedTo(ChronoUnit.SECONDS));
        assertThat(text(mail)).isEqualTo("""
                slipway/main | Job #1 of ~admin: failed after 1 min 3 s.

                Über *alles*.

                http://127.0.0.1:8080/~admin/job/1

                ✗ build  - check""");
        assertThat(rig.delivery(job).state()).isEqualTo("sent");
    }

    private static String text(MimeMessage mail) throws Exception {
        return mail.getContent().toString().replace("\r\n", "\n").stripTrailing();
    }

    @Test
    void jobWithoutTagsOrNoteThatNobodyHasBegunIsToldInShort() throws Exception {
        TriggerRig rig = rig();
        JobId job = rig.submit(rig.rig.admin, true, "", List.of(), TO_ANN);
        rig.rig.transaction.separate(() -> rig.rig.master.control().cancel(rig.rig.admin, job));

        rig.deliver();

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[slipway] job #1: cancelled");
        assertThat(text(mail)).startsWith("Job #1 of ~admin: cancelled while it waited.\n\nhttp://");
    }

    /** Defect 10 of the original: In-Reply-To is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"<20260101.1@lists.example.org>", "20260101.1@lists.example.org"})
    void emailAnswersTheMessageThatItsTriggerNames(String inReplyTo) throws Exception {
        TriggerRig rig = rig();
        rig.ended(
                FAILED,
                "  - {action: email, condition: always, to: ann@example.org, in_reply_to: '%s'}\n"
                        .formatted(inReplyTo));

        rig.deliver();

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getHeader("In-Reply-To")).containsExactly("<20260101.1@lists.example.org>");
        assertThat(mail.getHeader("References")).containsExactly("<20260101.1@lists.example.org>");
    }

    /** Defect 10 of the original: the certificate of the SMTP server is not verified. */
    @Test
    void emailGoesToNoServerWhoseCertificateNobodyVouchesFor() throws Exception {
        try (MailCertificate certificate = MailCertificate.make()) {
            GreenMail tls = certificate.server();
            TriggerRig rig = rig(tls.getSmtps().getPort(), "mail.security", "tls");
            JobId job = rig.ended(FAILED, TO_ANN);

            rig.deliver();

            assertThat(tls.getReceivedMessages()).isEmpty();
            assertThat(rig.delivery(job).state()).isEqualTo("pending");
            assertThat(rig.delivery(job).answer()).contains("unable to find valid certification path");

            TriggerRig trusting = rig(
                    tls.getSmtps().getPort(),
                    "mail.security",
                    "tls",
                    "mail.trust",
                    certificate.file().toString());
            trusting.ended(FAILED, TO_ANN);
            trusting.deliver();

            assertThat(tls.getReceivedMessages()).hasSize(1);
        }
    }

    @Test
    void emailGoesToNoServerWhoseCertificateIsAnothers() throws Exception {
        try (MailCertificate certificate = MailCertificate.of("mail.example.org")) {
            GreenMail tls = certificate.server();
            TriggerRig rig = rig(
                    tls.getSmtps().getPort(),
                    "mail.security",
                    "tls",
                    "mail.trust",
                    certificate.file().toString());
            JobId job = rig.ended(FAILED, TO_ANN);

            rig.deliver();

            assertThat(tls.getReceivedMessages()).isEmpty();
            assertThat(rig.delivery(job).answer()).contains("127.0.0.1");
        }
    }

    @Test
    void emailIsNotSentInClearWhereTlsIsAskedFor() {
        TriggerRig rig = rig("mail.security", "starttls");
        JobId job = rig.ended(FAILED, TO_ANN);

        rig.deliver();

        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(rig.delivery(job).state()).isEqualTo("pending");
        assertThat(rig.delivery(job).answer()).contains("STARTTLS");
    }

    @Test
    void userAndPasswordAreSentToAServerThatWantsThem() {
        server.setUser("ci@example.org", "ci", "secret");
        TriggerRig wrong = rig("mail.user", "ci", "mail.password", "guess");
        JobId job = wrong.ended(FAILED, TO_ANN);
        wrong.deliver();
        assertThat(wrong.delivery(job).state())
                .as("an administrator may mend it")
                .isEqualTo("pending");
        assertThat(wrong.delivery(job).answer()).contains("user and password");
        assertThat(wrong.delivery(job).answer()).doesNotContain("guess");

        TriggerRig right = rig("mail.user", "ci", "mail.password", "secret");
        right.ended(FAILED, TO_ANN);
        right.deliver();

        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void serverThatIsAwayIsAskedAgainWithTheSameMessageId() throws Exception {
        TriggerRig rig = rig();
        server.stop();
        JobId job = rig.ended(FAILED, TO_ANN);
        rig.deliver();
        assertThat(rig.delivery(job).state()).isEqualTo("pending");

        server = new GreenMail(
                new ServerSetup(rig.rig.settings.triggers().mail().port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        rig.rig.clock.advance(Duration.ofMinutes(1));
        rig.deliver();

        assertThat(rig.delivery(job).state()).isEqualTo("sent");
        assertThat(rig.delivery(job).tries()).isEqualTo(2);
        assertThat(server.getReceivedMessages()[0].getMessageID())
                .isEqualTo("<%s@127.0.0.1>".formatted(rig.delivery(job).key()));
    }

    @Test
    void answersOfAMailServerDecideWhetherItIsAskedAgain() throws Exception {
        try (FakeMailServer fake = new FakeMailServer()) {
            TriggerRig rig = rig(fake.port());
            fake.refuse("MAIL FROM", "451 4.3.0 come again");
            JobId later = rig.ended(FAILED, TO_ANN);
            rig.deliver();
            assertThat(rig.delivery(later).state()).isEqualTo("pending");
            assertThat(rig.delivery(later).answerStatus()).isEqualTo(451);
            rig.rig.clock.advance(Duration.ofMinutes(1));
            rig.deliver();
            assertThat(rig.delivery(later).state()).isEqualTo("sent");
            assertThat(fake.lines().stream().filter(line -> line.startsWith("Message-ID:")))
                    .containsExactly("Message-ID: <%s@127.0.0.1>"
                            .formatted(rig.delivery(later).key()));

            fake.refuse("RCPT TO", "550 5.1.1 nobody lives there");
            JobId never = rig.ended(FAILED, TO_ANN);
            rig.deliver();
            assertThat(rig.delivery(never).state()).isEqualTo("given-up");
            assertThat(rig.delivery(never).answerStatus()).isEqualTo(550);
            assertThat(rig.delivery(never).answer()).contains("nobody lives there");
            assertThat(rig.rig.status(never)).isEqualTo(JobStatus.FAILED);
        }
    }

    @Test
    void addressThatMayBeTakenLaterIsTriedAgainAlone() throws Exception {
        try (FakeMailServer fake = new FakeMailServer()) {
            TriggerRig rig = rig(fake.port());
            fake.refuse("RCPT TO:<bob", "450 4.2.0 come again");
            fake.refuse("RCPT TO:<carl", "550 5.1.1 nobody lives there");
            JobId job = rig.ended(
                    FAILED,
                    "  - {action: email, condition: always, to: 'ann@example.org, bob@example.org, carl@example.org'}\n");

            rig.deliver();
            assertThat(rig.delivery(job).state()).isEqualTo("pending");
            int before = fake.lines().size();
            rig.rig.clock.advance(Duration.ofMinutes(1));
            rig.deliver();

            assertThat(rig.delivery(job).state()).isEqualTo("sent");
            List<String> again = fake.lines().subList(before, fake.lines().size());
            assertThat(again.stream().filter(line -> line.startsWith("RCPT TO")))
                    .containsExactly("RCPT TO:<bob@example.org>");
            assertThat(again).anyMatch(line -> line.startsWith("To: ann@example.org, bob@example.org"));
        }
    }

    @Test
    void masterWithoutAMailServerWarnsAtSubmitAndGivesUpAtTheEnd() {
        TriggerRig rig = new TriggerRig();
        Submitted submitted = rig.rig.submit(
                rig.rig.admin, new Submission(TriggerRig.manifest(TO_ANN), "", List.of(), true, Visibility.UNLISTED));
        rig.end(submitted.job().id(), new Outcome.Succeeded());

        rig.deliver();

        assertThat(submitted.warnings()).extracting(Finding::problem).containsExactly(Problem.MAIL_ABSENT);
        assertThat(submitted.warnings().get(0).path()).isEqualTo("triggers[0].action");
        assertThat(rig.delivery(submitted.job().id()).state()).isEqualTo("given-up");
        assertThat(rig.delivery(submitted.job().id()).answer()).contains("`mail.host`");
        assertThat(rig.rig.status(submitted.job().id())).isEqualTo(JobStatus.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@",
                "@example.org",
                "ann example.org",
                "ann@example.org bob@example.org",
                "ann@example.org, bob",
                "friends: ann@example.org;",
                "änn@example.org",
                "\\\"ann\\nBcc: bob@example.org\\\" <ann@example.org>",
                ","
            })
    void whatIsNoAddressIsRefusedAtItsPlace(String to) {
        TriggerRig rig = rig();
        String manifest = TriggerRig.manifest("  - {action: email, condition: always, to: \"%s\"}\n".formatted(to));

        ManifestException refusal =
                catchThrowableOfType(ManifestException.class, () -> rig.rig.submit(rig.rig.admin, manifest));

        assertThat(refusal.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.VALUE_ILLEGAL);
            assertThat(finding.path()).isEqualTo("triggers[0].to");
            assertThat(finding.line()).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<1@example.org>\\r\\nBcc: eve@example.org",
                "<1@example.org>\\nX: y",
                "1@example.org\\r",
                "<1@e.org> <2@e.org>"
            })
    void whatIsNoMessageIdIsRefusedAndBecomesNoHeader(String inReplyTo) {
        TriggerRig rig = rig();
        String manifest =
                TriggerRig.manifest("  - {action: email, condition: always, to: ann@example.org, in_reply_to: \"%s\"}\n"
                        .formatted(inReplyTo));

        ManifestException refusal =
                catchThrowableOfType(ManifestException.class, () -> rig.rig.submit(rig.rig.admin, manifest));

        assertThat(refusal.findings()).extracting(Finding::path).containsExactly("triggers[0].in_reply_to");
    }

    @Test
    void whatSomebodyWritesOfAJobBecomesNoHeaderOfItsEmail() throws Exception {
        TriggerRig rig = rig();
        JobId job = rig.submit(
                rig.rig.admin, true, "x\r\nBcc: eve@example.org\r\n\r\nAnother text", List.of("main"), TO_ANN);
        rig.end(job, FAILED);

        rig.deliver();

        assertThat(server.getReceivedMessages()).as("to nobody else").hasSize(1);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ann@example.org");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).isEqualTo("[main] job #1: failed");
        assertThat(text(mail)).contains("Bcc: eve@example.org");
    }

    @Test
    void mailServerNeedsAnAddressThatMailsComeFrom() {
        assertThatThrownBy(() -> MasterSettings.from(Settings.of(Map.of("mail.host", "mail.example.org"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("`mail.from`");
        assertThatThrownBy(() -> MasterSettings.from(Settings.of(Map.of("mail.security", "ssl"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("`none`, `starttls` and `tls`");
        assertThat(MasterSettings.from(Settings.of(Map.of("mail.password", "battery")))
                        .toString())
                .doesNotContain("battery");
    }
}
