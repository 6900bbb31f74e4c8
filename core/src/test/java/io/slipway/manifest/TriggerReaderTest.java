// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static io.slipway.manifest.Checked.errorWith;
import static io.slipway.manifest.Checked.errorsWith;
import static io.slipway.manifest.Checked.place;
import static io.slipway.manifest.Checked.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
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
}
