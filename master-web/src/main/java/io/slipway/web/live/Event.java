// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.waiting.Waiting;
import io.slipway.web.api.Json;
import io.slipway.web.api.WaitingJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A server-sent event.
 *
 * @param id where its reader stands after it
 * @param name {@code log}, {@code task}, {@code status}, {@code waiting} or {@code end}
 * @param data JSON on one line
 */
record Event(String id, String name, String data) {

    static Event status(Position position, JobView job) {
        return new Event(position.toString(), "status", Json.write(Status.of(job)));
    }

    static Event end(Position position, JobView job) {
        return new Event(position.toString(), "end", Json.write(Status.of(job)));
    }

    static Event task(Position position, TaskView task) {
        Integer exitCode = task.exitCode() < 0 ? null : task.exitCode();
        return new Event(
                position.toString(),
                "task",
                Json.write(
                        new Task(task.name().value(), task.status().word(), exitCode, task.started(), task.ended())));
    }

    static Event waiting(Position position, Waiting waiting) {
        return new Event(position.toString(), "waiting", Json.write(WaitingJson.of(waiting)));
    }

    static Event log(Position position, LogName log, long offset, byte[] bytes, int length) {
        Optional<String> text = Utf8.text(bytes, length);
        String base64 = text.isPresent() ? null : Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length));
        return new Event(
                position.toString(),
                "log",
                Json.write(new Log(
                        log.isSetup() ? null : log.value(),
                        position.attempt(),
                        offset,
                        length,
                        text.orElse(null),
                        base64)));
    }

    /** What keeps a quiet connection open. */
    static byte[] heartbeat() {
        return ": beat\n\n".getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, name, data).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The job's status.
     *
     * @param runner null before the first attempt
     * @param outcome one sentence, empty until the attempt ended
     */
    record Status(String status, int attempt, String runner, String outcome, Instant updated) {
        static Status of(JobView job) {
            Optional<AttemptView> attempt = job.newestAttempt();
            return new Status(
                    job.status().word(),
                    attempt.map(a -> a.ref().number()).orElse(0),
                    attempt.map(AttemptView::runner).orElse(null),
                    attempt.map(AttemptView::outcome).orElse(""),
                    job.updated());
        }
    }

    /** A task's status. */
    record Task(String name, String status, Integer exitCode, Instant started, Instant ended) {}

    /**
     * Bytes of a log.
     *
     * @param task whose log it is; null for the setup log
     * @param offset of the first byte
     * @param length in bytes
     * @param text the bytes, when they are UTF-8
     * @param base64 the bytes, when they are not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Log(String task, int attempt, long offset, int length, String text, String base64) {}
}
