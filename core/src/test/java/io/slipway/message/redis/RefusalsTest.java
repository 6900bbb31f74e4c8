// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final List<String> logged = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private final Logger logger = Logger.getLogger(Refusals.class.getName());

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void everyRefusalIsCountedAndTheFirstOfEachCauseIsLoggedWithItsCode() {
        for (int i = 0; i < 3; i++) {
            refuse("stranger", Problem.SENDER_UNKNOWN);
        }
        refuse("other", Problem.SENDER_UNKNOWN);
        refuse("other", Problem.MESSAGE_FORGED);

        assertThat(refusals.count()).isEqualTo(5);
        assertThat(logged).hasSize(3);
        assertThat(logged.get(0))
                .contains("`events`")
                .contains("`1-0`")
                .contains("of stranger")
                .contains("SW-5011");
    }

    @Test
    void manyCausesDoNotFillTheMemory() {
        for (int i = 0; i < 5_000; i++) {
            refuse("stranger " + i, Problem.SENDER_UNKNOWN);
        }

        assertThat(refusals.remembered()).isEqualTo(1_000);
    }

    private void refuse(String sender, Problem problem) {
        refusals.refuse("events", "1-0", sender, new ProblemException(problem, "Reading an event of " + sender));
    }
}
