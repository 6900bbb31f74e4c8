// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.trigger.Trigger.WebhookTrigger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverRulesTest {
    private final ReceiverRules rules = new ReceiverRules(Networks.PUBLIC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1:8080",
                "user:pass@192.168.1.1",
                "localhost",
                "LocalHost",
                "localhost.",
                "a.localhost",
                "[::1]",
                "[::ffff:10.0.0.1]",
                "[::FFFF:a00:1]",
                "[fe80::1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]"
            })
    void addressThatIsNotPublicIsToldWithoutACall(String host) {
        assertThat(rules.fault("http://%s/hook".formatted(host))).contains(ForbiddenAddressException.SENTENCE);
    }

    /** What one program takes for 177.0.0.1 is 127.0.0.1 to another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "127.0.0.01",
                "010.1.1.1",
                "2130706433",
                "0x7f000001",
                "017700000001",
                "[fe80::1%25eth0]"
            })
    void addressThatProgramsReadDifferentlyIsRefused(String host) {
        assertThat(rules.fault("http://%s/".formatted(host)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("is no address as it is written"));
    }

    /** Those are no addresses with a host to begin with. */
    @ParameterizedTest
    @ValueSource(strings = {"127.1", "0x7f.0.0.1", "256.0.0.1", "127.0.0.%31", "①②⑦.0.0.1"})
    void numberThatIsNoAddressIsNoHost(String host) {
        assertThat(WebhookTrigger.isAddress("http://%s/".formatted(host))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "8.8.8.8",
                "[2606:4700:4700::1111]",
                "localhost.example.org",
                "notlocalhost",
                "a1.example"
            })
    void othersAreLookedAtWhenTheyAreCalled(String host) {
        assertThat(rules.fault("https://%s/".formatted(host))).isEmpty();
    }

    @Test
    void allowedAddressIsTaken() {
        ReceiverRules allowing = new ReceiverRules(Networks.andThose(List.of("127.0.0.0/8")));

        assertThat(allowing.fault("http://127.0.0.1:8080/")).isEmpty();
        assertThat(allowing.fault("http://localhost/")).isEmpty();
        assertThat(allowing.fault("http://[::1]/")).isPresent();
    }
}
