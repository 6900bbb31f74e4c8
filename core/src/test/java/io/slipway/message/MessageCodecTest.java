// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private final MessageCodec<RunnerMessage> messages = MessageCodec.runnerMessages();
    private final MessageCodec<RunnerEvent> events = MessageCodec.runnerEvents();

    @ParameterizedTest
    @MethodSource("io.slipway.message.Messages#toRunners")
    void aMessageToARunnerComesBackAsItWas(RunnerMessage message) {
        assertThat(messages.decode(messages.encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("io.slipway.message.Messages#ofRunners")
    void anEventOfARunnerComesBackAsItWas(RunnerEvent event) {
        assertThat(events.decode(events.encode(event))).isEqualTo(event);
    }

    @Test
    void everyTypeOfMessageIsTested() {
        assertThat(Messages.toRunners().map(Object::getClass).distinct().count())
                .isEqualTo(RunnerMessage.class.getPermittedSubclasses().length);
        long ofRunners = Arrays.stream(RunnerEvent.class.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.of(type))
                .count();
        assertThat(Messages.ofRunners().map(Object::getClass).distinct().count())
                .isEqualTo(ofRunners);
        assertThat(Messages.outcomes().count()).isEqualTo(io.slipway.job.Outcome.class.getPermittedSubclasses().length);
    }

    @Test
    void valueTypesArePlainValues() {
        String json = messages.encode(Messages.cancel("enough"));

        assertThat(json)
                .isEqualTo(
                        "{\"type\":\"cancel\",\"attempt\":{\"job\":42,\"number\":2,\"epoch\":7},\"reason\":\"enough\"}");
    }

    @Test
    void timesAreIsoAndOutcomesAreTagged() {
        RunnerEvent ended = Messages.ofRunners().reduce((first, last) -> last).orElseThrow();

        assertThat(events.encode(ended))
                .contains("\"at\":\"2026-11-23T18:44:26.123456789Z\"")
                .contains("\"runner\":\"runner-1:8080\"")
                .contains("\"outcome\":{\"type\":\"runner-failed\",\"problem\":\"GUEST_LOST\"");
    }

    @Test
    void aFieldOfANewerVersionIsIgnored() {
        String json = "{\"type\":\"cancel\",\"attempt\":{\"job\":42,\"number\":2,\"epoch\":7,\"zone\":{\"a\":[1]}},"
                + "\"reason\":\"enough\",\"by\":\"mira\"}";

        assertThat(messages.decode(json)).isEqualTo(Messages.cancel("enough"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "17",
                "not json",
                "{}",
                "{\"type\":\"newer\"}",
                "{\"type\":\"cancel\"}",
                "{\"type\":\"cancel\",\"attempt\":{\"job\":0,\"number\":1,\"epoch\":1},\"reason\":\"r\"}",
                "{\"type\":\"rewind-log\",\"attempt\":{\"job\":1,\"number\":1,\"epoch\":1},\"log\":\"../x\",\"offset\":0}",
                "{\"type\":\"rewind-log\",\"attempt\":{\"job\":1,\"number\":1,\"epoch\":1},\"log\":{},\"offset\":0}",
                "{\"type\":\"rewind-log\",\"attempt\":{\"job\":\"1x\",\"number\":1,\"epoch\":1},\"log\":\"\",\"offset\":0}",
            })
    void whatIsNotAMessageIsRefusedWithASentence(String json) {
        assertThatThrownBy(() -> messages.decode(json))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.REQUEST_ILLEGAL))
                .hasMessageStartingWith("Reading a RunnerMessage: found ");
    }
}
