// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static io.slipway.manifest.Checked.errorWith;
import static io.slipway.manifest.Checked.errorsWith;
import static io.slipway.manifest.Checked.place;
import static io.slipway.manifest.Checked.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.error.Problem;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerReaderTest {

    @Test
    void optionalFieldsMayBeNull() {
        assertThat(with("triggers: [{action: email, condition: success, to: a@b.example, cc: ~, in_reply_to: }]\n")
                        .triggers())
                .containsExactly(new EmailTrigger(TriggerCondition.SUCCESS, "a@b.example", "", ""));
        assertThat(with("triggers: [{action: webhook, condition: failure, url: 'HTTP://h:1/x?y#z'}]\n")
                        .triggers())
                .containsExactly(new WebhookTrigger(TriggerCondition.FAILURE, "HTTP://h:1/x?y#z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {condition: always}                                     | KEY_MISSING   | 4:12 triggers[0].action
                    {action: email, to: a@b}                                | KEY_MISSING   | 4:12 triggers[0].condition
                    {action: email, condition: always}                      | KEY_MISSING   | 4:12 triggers[0].to
                    {action: webhook, condition: always}                    | KEY_MISSING   | 4:12 triggers[0].url
                    {action: irc, condition: always}                        | VALUE_ILLEGAL | 4:21 triggers[0].action
                    {action: email, condition: never, to: a@b}              | VALUE_ILLEGAL | 4:39 triggers[0].condition
                    {action: email, condition: always, to: nobody}          | VALUE_ILLEGAL | 4:51 triggers[0].to
                    {action: email, condition: always, to: [a@b]}           | TYPE_WRONG    | 4:51 triggers[0].to
                    {action: webhook, condition: always, url: ftp://h/x}    | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: webhook, condition: always, url: 'http://'}    | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: webhook, condition: always, url: 'http://a b'} | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: webhook, condition: always, url: /x}           | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: webhook, condition: always, url: 'http://h:0'} | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: webhook, condition: always, url: 'http://h:65536/'} | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: webhook, condition: always, url: "http://h/\\r\\nX: y"} | VALUE_ILLEGAL | 4:54 triggers[0].url
                    {action: email, condition: always, to: "a@b\\nBcc: c@d"} | VALUE_ILLEGAL | 4:51 triggers[0].to
                    {action: email, condition: always, to: a@b, cc: "a@b\\r\\nBcc: c@d"} | VALUE_ILLEGAL | 4:60 triggers[0].cc
                    {action: email, condition: always, to: a@b, in_reply_to: "<1@b>\\nBcc: c@d"} | VALUE_ILLEGAL | 4:69 triggers[0].in_reply_to
                    {action: email, condition: always, to: a@b, in_reply_to: '<1@b> <2@b>'} | VALUE_ILLEGAL | 4:69 triggers[0].in_reply_to
                    text                                                    | TYPE_WRONG    | 4:12 triggers[0]
                    """)
    void aTriggerNeedsItsFields(String trigger, Problem problem, String place) {
        Finding finding = errorWith("triggers: [%s]\n".formatted(trigger));

        assertThat(finding.problem()).isEqualTo(problem);
        assertThat(place(finding)).isEqualTo(place);
    }

    @Test
    void allErrorsOfAllTriggersAreFound() {
        assertThat(errorsWith("triggers:\n- {action: email}\n- {action: webhook, condition: x}\n"))
                .hasSize(4);
    }

    @Test
    void aFieldOfNoTriggerIsAWarning() {
        assertThat(new ManifestParser()
                        .parse(HEAD + TASKS
                                + "triggers: [{action: email, condition: always, to: a@b, in-reply-to: x}]\n")
                        .warnings())
                .extracting(Finding::sentence)
                .containsExactly("Key `in-reply-to` is not known and is ignored; did you mean `in_reply_to`?");
    }

    @Test
    void thereAreThirtyTwoTriggersAtTheMost() {
        String one = "- {action: webhook, condition: always, url: 'http://h/'}\n";

        assertThat(with("triggers:\n" + one.repeat(32)).triggers()).hasSize(32);
        assertThat(errorWith("triggers:\n" + one.repeat(33)).sentence())
                .isEqualTo("`triggers` has 33 triggers; at most 32 are allowed");
    }

    @Test
    void whoKnowsMoreAboutEmailSaysMore() {
        EmailRules rules = new EmailRules() {
            @Override
            public Optional<String> fault(String addresses) {
                return Optional.of("nobody lives there");
            }

            @Override
            public boolean sends() {
                return false;
            }
        };
        String trigger = "triggers: [{action: email, condition: always, to: a@b}]\n";

        ManifestException refusal = catchThrowableOfType(
                ManifestException.class, () -> new ManifestParser(rules).parse(HEAD + TASKS + trigger));

        assertThat(refusal.findings())
                .extracting(Checked::place, Finding::problem, Finding::isError)
                .contains(
                        tuple("4:21 triggers[0].action", Problem.MAIL_ABSENT, false),
                        tuple("4:51 triggers[0].to", Problem.VALUE_ILLEGAL, true));
        assertThat(refusal.findings())
                .extracting(Finding::sentence)
                .anyMatch(sentence -> sentence.endsWith("are allowed: nobody lives there"));
    }

    @Test
    void triggersOutsideOfAManifestAreReadInTheSameWay() {
        TriggerParser parser = new TriggerParser(EmailRules.ANY, WebhookRules.ANY);
        CheckedTriggers read = parser.parse("""
                [{"action":"email","condition":"failure","to":"Ann \u00fcber <a@b>","cc":null,"in_reply_to":"<1@b>","x":1},\
                {"action":"webhook","condition":"always","url":"https://h/"}]""");

        assertThat(read.triggers())
                .containsExactly(
                        new EmailTrigger(TriggerCondition.FAILURE, "Ann \u00fcber <a@b>", "", "<1@b>"),
                        new WebhookTrigger(TriggerCondition.ALWAYS, "https://h/"));
        assertThat(read.warnings()).extracting(Finding::problem).containsExactly(Problem.KEY_UNKNOWN);
        assertThat(parser.parse("[]")).isEqualTo(CheckedTriggers.NONE);
        for (String wrong : List.of("{}", "1", "[1]", "[{\"action\":\"irc\"}]")) {
            assertThatThrownBy(() -> parser.parse(wrong))
                    .isInstanceOf(ManifestException.class)
                    .hasMessageContaining("trigger");
        }
    }

    @Test
    void aTriggerThatIsMadeWithoutAManifestIsCheckedToo() {
        assertThatThrownBy(() -> new WebhookTrigger(TriggerCondition.ALWAYS, "ftp://h/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`ftp://h/`");
        assertThatThrownBy(() -> new EmailTrigger(TriggerCondition.ALWAYS, "a@b\nBcc: c@d", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EmailTrigger(TriggerCondition.ALWAYS, "a@b", "c@d\r", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EmailTrigger(TriggerCondition.ALWAYS, "a@b", "", "1@b\nBcc: c@d"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
