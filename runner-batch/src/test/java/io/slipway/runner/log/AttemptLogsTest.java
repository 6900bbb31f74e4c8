// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.runner.fake.FakeEvents;
import io.slipway.runner.mask.Mask;
import io.slipway.runner.report.EventReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptLogsTest {
    private static final LogName FULL = new LogName("full");
    private static final LogName GOOD = new LogName("good");

    @TempDir
    private Path folder;

    private final FakeEvents stream = new FakeEvents();
    private final EventReport report = new EventReport(new RunnerName("runner-1"), Clock.systemUTC(), stream);
    private final Thread reporting = new Thread(report, "report");
    private Thread shipping;
    private AttemptLogs logs;

    @BeforeEach
    void start() {
        logs = new AttemptLogs(
                new AttemptRef(new JobId(1), 1, 1),
                report,
                Clock.systemUTC(),
                new LogSettings(folder, 1000),
                Mask.of(List.of("secret".getBytes(US_ASCII))));
        reporting.start();
        shipping = new Thread(logs, "shipping");
        shipping.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        report.close();
        reporting.join();
        shipping.interrupt();
        shipping.join();
    }

    @Test
    void logThatCannotBeWrittenToItsEndHoldsUpNoOther() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("1/full"));
        Files.createSymbolicLink(folder.resolve("1/full/log"), Path.of("/dev/full"));
        // The beginning of a secret is held back until the log is complete.
        logs.open(FULL).write("sec".getBytes(US_ASCII));
        logs.open(GOOD).write("well".getBytes(US_ASCII));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(logs::close)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.DISK_REFUSED));

        shipping.join(5_000);
        assertThat(shipping.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(stream.told(LogClosed.class))
                .extracting(LogClosed::log)
                .containsExactly(FULL, GOOD));
        assertThatExceptionOfType(IOException.class)
                .as("its file is closed")
                .isThrownBy(() -> logs.open(GOOD).write('!'));
    }
}
