// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that have one file. */
class MasterSignerTest {
    private static final int MASTERS = 4;
    private static final int ROUNDS = 50;

    @TempDir
    private Path folder;

    private Path file;
    private ExecutorService masters;

    @BeforeEach
    void start() {
        file = folder.resolve("signing.json");
        masters = Executors.newFixedThreadPool(MASTERS);
    }

    @AfterEach
    void stop() {
        masters.shutdownNow();
    }

    @Test
    void keyThatWaitedIsInTheFileOnceItIsTaken() throws IOException {
        MasterSigner signer = MasterSigner.open(file);
        Pedigree.Step step = signer.step();

        assertThat(signer.take(new Pedigree(List.of(step)))).isTrue();

        assertThat(signer.publicHalf().text()).isEqualTo(step.newer());
        assertThat(SigningKey.open(file).publicHalf().text()).isEqualTo(step.newer());
        assertThat(files()).containsExactly(file);
    }

    /** Each looks whether the new key waits while another one moves it away. */
    @Test
    void mastersThatTakeAKeyAtOnceAllHaveItAndMakeNone() throws Exception {
        CyclicBarrier start = new CyclicBarrier(MASTERS);
        for (int round = 0; round < ROUNDS; round++) {
            MasterSigner first = MasterSigner.open(file);
            List<MasterSigner> signers = new ArrayList<>(List.of(first));
            while (signers.size() < MASTERS) {
                signers.add(MasterSigner.open(file));
            }
            Pedigree pedigree = new Pedigree(List.of(first.step()));

            List<Future<Boolean>> taken = new ArrayList<>();
            for (MasterSigner signer : signers) {
                taken.add(masters.submit(() -> {
                    start.await();
                    return signer.take(pedigree);
                }));
            }

            for (Future<Boolean> one : taken) {
                assertThat(one.get()).as("round %d", round).isTrue();
            }
            assertThat(files()).as("round %d", round).containsExactly(file);
        }
    }

    @Test
    void masterWhoseFileIsGoneMakesNoKeyToTake() throws IOException {
        MasterSigner signer = MasterSigner.open(file);
        String own = signer.publicHalf().text();
        Pedigree elsewhere = new Pedigree(
                List.of(MasterSigner.open(folder.resolve("elsewhere.json")).step()));
        List<Path> others = files().stream().filter(one -> !one.equals(file)).toList();
        Files.delete(file);

        assertThat(signer.take(elsewhere)).isFalse();

        assertThat(signer.publicHalf().text()).isEqualTo(own);
        assertThat(files()).containsExactlyInAnyOrderElementsOf(others);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
