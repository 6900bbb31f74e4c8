// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.master.store.TestReportStore;
import io.slipway.master.store.TestReportStore.Report;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keeps what stands in the test reports among artifacts; an artifact that is none is left as it is. */
public final class KeepTests {
    private static final int MOST_FAILURES = 500;

    private final TestReportStore reports;
    private final long limit;

    /** @param limit the most bytes of a report that is read; 0 to read none */
    public KeepTests(TestReportStore reports, long limit) {
        this.reports = reports;
        this.limit = limit;
    }

    /** Opens the bytes of an artifact. */
    @FunctionalInterface
    public interface Bytes {
        InputStream open() throws IOException;
    }

    /**
     * Reads an artifact if it may be a report: its name ends with {@code .xml}.
     *
     * @return empty when it is none
     */
    public Optional<Report> read(String name, long size, Bytes bytes) {
        if (limit == 0 || !name.toLowerCase(Locale.ROOT).endsWith(".xml")) {
            return Optional.empty();
        }
        try (InputStream in = bytes.open()) {
            if (size <= limit) {
                return new JUnitReader(in).read();
            }
            return JUnitReader.isReport(in) ? Optional.of(tooLarge(size)) : Optional.empty();
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Reading test report `%s`: %s".formatted(name, e), e);
        }
    }

    private Report tooLarge(long size) {
        return new Report(
                0, "it has %d bytes; reports of at most %d are read".formatted(size, limit), List.of(), List.of(), 0);
    }

    /** Stores what was read of an artifact, within a transaction. */
    public void keep(AttemptRef attempt, long artifact, Optional<Report> report) {
        if (report.isEmpty()) {
            reports.remove(artifact);
            return;
        }
        int kept = reports.failures(attempt.job(), attempt.number(), artifact);
        reports.put(attempt.job(), attempt.number(), report.get().of(artifact, MOST_FAILURES - kept));
    }
}
