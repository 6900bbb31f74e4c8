// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.HeldCheckpoint;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:44:26Z");
    private static final TaskName TASK = new TaskName("build");

    @TempDir
    private Path folder;

    @Test
    void whatAnEarlierProcessKeptIsFound() throws IOException {
        keep(store(NOW, 1 << 20), attempt(7));
        Files.createDirectories(folder.resolve("8/1"));

        CheckpointStore again = store(NOW, 1 << 20);

        assertThat(again.held()).containsExactly(new HeldCheckpoint(attempt(7), TASK, NOW.plus(Duration.ofHours(1))));
        assertThat(folder.resolve("8")).as("what was never whole").doesNotExist();
    }

    @Test
    void expiredOnesGo() throws IOException {
        keep(store(NOW, 1 << 20), attempt(7));
        CheckpointStore later = store(NOW.plus(Duration.ofMinutes(61)), 1 << 20);

        later.tend(Set.of(new JobId(7)));
        assertThat(later.held()).as("while an attempt goes on from it").hasSize(1);
        later.tend(Set.of());

        assertThat(later.held()).isEmpty();
        assertThat(folder.resolve("7")).doesNotExist();
    }

    @Test
    void oldestGoesWhenTheQuotaIsUsedUp() throws IOException {
        keep(store(NOW, 1500), attempt(9));
        CheckpointStore store = store(NOW.plusSeconds(1), 2500);
        keep(store, attempt(8));
        keep(store, attempt(7));

        store.tend(Set.of());

        assertThat(store.held())
                .extracting(held -> held.attempt().job().value())
                .isEqualTo(List.of(7L, 8L));
    }

    private CheckpointStore store(Instant now, long quota) {
        CheckpointSettings settings = new CheckpointSettings(folder, 5, Duration.ofHours(1), quota);
        return new CheckpointStore(settings, Clock.fixed(now, ZoneOffset.UTC), () -> {});
    }

    private static void keep(CheckpointStore store, AttemptRef attempt) throws IOException {
        Files.createDirectories(store.folderOf(attempt));
        Files.write(store.folderOf(attempt).resolve("memory"), new byte[900]);
        store.keep(attempt, TASK, 7);
    }

    private static AttemptRef attempt(long job) {
        return new AttemptRef(new JobId(job), 1, 1);
    }
}
