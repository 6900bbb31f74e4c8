// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.job.RunnerName;
import io.slipway.message.redis.RedisSettings;
import io.slipway.runner.checkpoint.CheckpointSettings;
import io.slipway.runner.enrol.EnrolmentSettings;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.log.LogSettings;
import io.slipway.runner.standby.StandbySettings;
import io.slipway.settings.Settings;
import io.slipway.ssh.SshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The settings of a runner.
 *
 * @param name unique among the runners of a master
 * @param slots how many attempts run side by side
 * @param labels what this runner is good for, in words of the operator's
 * @param state the runner's own folder: job repository, orders, run folders of guests, artifacts and caches on their way
 * @param heartbeat how often it says that it lives
 * @param drain how long attempts may go on after the runner was told to stop
 * @param enrolment how it is enrolled at its master
 * @param artifactLimit the most bytes of one artifact
 * @param taskLimit how long a task may take; zero for as long as the job
 * @param standby how long guests of failed attempts wait for a person
 * @param ssh where people reach them
 */
public record RunnerSettings(
        RunnerName name,
        int slots,
        Set<String> labels,
        Path state,
        Duration heartbeat,
        Duration drain,
        EnrolmentSettings enrolment,
        long artifactLimit,
        Duration taskLimit,
        RedisSettings redis,
        GuestSettings guest,
        CheckpointSettings checkpoint,
        StandbySettings standby,
        SshSettings ssh,
        LogSettings log) {
    private static final long DEFAULT_ARTIFACT_LIMIT = 1L << 30;

    public RunnerSettings {
        labels = Set.copyOf(labels);
    }

    /** Takes every key and refuses the others. */
    public static RunnerSettings from(Settings settings) {
        Path state = settings.path("state.folder", Path.of("/var/lib/slipway/runner"));
        RunnerSettings runner = new RunnerSettings(
                new RunnerName(settings.text("name", "localhost")),
                settings.number("slots", defaultSlots(), 1, 1000),
                Set.copyOf(settings.list("labels", List.of())),
                state,
                settings.duration("heartbeat", Duration.ofSeconds(10)),
                settings.duration("drain", Duration.ofSeconds(10)),
                EnrolmentSettings.from(settings),
                settings.number("artifact.limit", DEFAULT_ARTIFACT_LIMIT, 1, 1L << 40),
                settings.duration("task.time-limit", Duration.ZERO),
                RedisSettings.from(settings),
                GuestSettings.from(settings, state),
                CheckpointSettings.from(settings, state),
                StandbySettings.from(settings),
                SshSettings.from(settings),
                LogSettings.from(settings));
        settings.rejectUnknown();
        return runner;
    }

    private static int defaultSlots() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
