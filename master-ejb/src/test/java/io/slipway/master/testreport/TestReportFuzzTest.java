// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.master.store.TestReportStore.Failure;
import io.slipway.master.store.TestReportStore.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever a job hands in as its test report; `./slipway fuzz testreport` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TestReportFuzzTest {

    @FuzzTest
    void bytesAreAReportWithinBoundsOrNone(byte[] bytes) throws IOException {
        Optional<Report> report = new JUnitReader(new ByteArrayInputStream(bytes)).read();
        assertThat(report.isPresent()).isEqualTo(JUnitReader.isReport(new ByteArrayInputStream(bytes)));
        report.ifPresent(TestReportFuzzTest::requireBounded);
    }

    private static void requireBounded(Report report) {
        assertThat(report.suites()).hasSizeLessThanOrEqualTo(500);
        assertThat(report.failures()).hasSizeLessThanOrEqualTo(200);
        report.suites().forEach(suite -> {
            assertThat(suite.failed() + suite.errors() + suite.skipped()).isLessThanOrEqualTo(suite.tests());
            assertThat(suite.millis()).isNotNegative();
        });
        for (Failure failure : report.failures()) {
            // PostgreSQL takes no NUL in a text, and the driver no half a character.
            String all = failure.className() + failure.name() + failure.message() + failure.detail();
            assertThat(all).doesNotContain("\0").hasSizeLessThan(13_000);
            assertThat(all.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
            assertThat(failure.millis()).isNotNegative();
        }
    }
}
