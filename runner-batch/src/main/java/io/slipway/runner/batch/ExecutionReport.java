// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.ExecutionStatus;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.Metric;
import jakarta.batch.runtime.Metric.MetricType;
import jakarta.batch.runtime.StepExecution;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.StepExecutionImpl;

/** Tells how executions stand, in our words. */
final class ExecutionReport {
    private static final int LONGEST_FAILURE = 500;

    private final Consumer<BatchExecution> tell;

    ExecutionReport(Consumer<BatchExecution> tell) {
        this.tell = tell;
    }

    void tell(JobExecutionImpl execution, List<StepExecution> steps) {
        tell.accept(new BatchExecution(
                execution.getExecutionId(),
                execution.getJobInstance().getInstanceId(),
                execution.getJobName(),
                ExecutionKey.attempt(execution.getJobParameters()),
                status(execution.getBatchStatus()),
                text(execution.getExitStatus()),
                instant(execution.getCreateTime()).orElseGet(Instant::now),
                instant(execution.getStartTime()).orElse(null),
                instant(endOf(execution)).orElse(null),
                map(execution.getJobParameters()),
                steps.stream().map(ExecutionReport::step).toList()));
    }

    /** The same word is of both vocabularies. */
    static ExecutionStatus status(BatchStatus status) {
        return ExecutionStatus.valueOf(status.name());
    }

    private static Date endOf(JobExecution execution) {
        return status(execution.getBatchStatus()).isRunning() ? null : execution.getEndTime();
    }

    private static BatchStep step(StepExecution step) {
        ExecutionStatus status = status(step.getBatchStatus());
        return new BatchStep(
                step.getStepName(),
                status,
                text(step.getExitStatus()),
                instant(step.getStartTime()).orElseGet(Instant::now),
                status.isRunning() ? null : instant(step.getEndTime()).orElse(null),
                checkpoint(step),
                counts(step.getMetrics()),
                failure(step));
    }

    private static String checkpoint(StepExecution step) {
        return step instanceof StepExecutionImpl kept && kept.getReaderCheckpointInfo() != null
                ? kept.getReaderCheckpointInfo().toString()
                : "";
    }

    private static String failure(StepExecution step) {
        Exception cause = step instanceof StepExecutionImpl kept ? kept.getException() : null;
        if (cause == null) {
            return "";
        }
        String line = text(cause.getMessage()).lines().findFirst().orElseGet(cause::toString);
        return line.length() > LONGEST_FAILURE ? line.substring(0, LONGEST_FAILURE) : line;
    }

    private static BatchStep.Counts counts(Metric[] metrics) {
        Map<MetricType, Long> counts = new EnumMap<>(MetricType.class);
        for (Metric metric : metrics) {
            counts.put(metric.getType(), metric.getValue());
        }
        return new BatchStep.Counts(
                counts.getOrDefault(MetricType.READ_COUNT, 0L),
                counts.getOrDefault(MetricType.WRITE_COUNT, 0L),
                counts.getOrDefault(MetricType.COMMIT_COUNT, 0L),
                counts.getOrDefault(MetricType.ROLLBACK_COUNT, 0L),
                counts.getOrDefault(MetricType.FILTER_COUNT, 0L),
                counts.getOrDefault(MetricType.READ_SKIP_COUNT, 0L),
                counts.getOrDefault(MetricType.PROCESS_SKIP_COUNT, 0L),
                counts.getOrDefault(MetricType.WRITE_SKIP_COUNT, 0L));
    }

    private static Map<String, String> map(Properties parameters) {
        Map<String, String> map = new HashMap<>();
        parameters.stringPropertyNames().forEach(name -> map.put(name, parameters.getProperty(name)));
        return map;
    }

    private static Optional<Instant> instant(Date date) {
        return Optional.ofNullable(date).map(Date::getTime).map(Instant::ofEpochMilli);
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }
}
