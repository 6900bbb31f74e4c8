// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final byte[] CONTENT = "hunter2hunter2".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("new/secrets.json");
    }

    @Test
    void keyIsMadeOnceAndReadByItsOwnerAlone() throws IOException {
        byte[] sealed = Seal.open(file).seal(CONTENT, "here");

        assertThat(Seal.open(file).unseal(sealed, "here")).isEqualTo(CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void sealedIsSoMuchLongerAndDifferentEveryTime() {
        Seal seal = Seal.open(file);

        byte[] sealed = seal.seal(CONTENT, "here");

        assertThat(sealed).hasSize(CONTENT.length + Seal.EXTRA_BYTES).isNotEqualTo(seal.seal(CONTENT, "here"));
        assertThat(new String(sealed, UTF_8)).doesNotContain("hunter2");
    }

    @Test
    void sealedOpensNowhereElse() {
        Seal seal = Seal.open(file);
        byte[] sealed = seal.seal(CONTENT, "here");

        assertThat(problemOf(() -> seal.unseal(sealed, "there"))).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void sealedThatWasChangedDoesNotOpen() {
        Seal seal = Seal.open(file);
        byte[] sealed = seal.seal(CONTENT, "here");
        sealed[sealed.length - 1] ^= 1;

        assertThat(problemOf(() -> seal.unseal(sealed, "here"))).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        byte[] sealed = Seal.open(file).seal(CONTENT, "here");
        Seal other = Seal.open(folder.resolve("other"));

        assertThat(problemOf(() -> other.unseal(sealed, "here"))).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void fileWithoutAKeyIsLeftAsItIs() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");

        assertThat(problemOf(() -> Seal.open(file))).isIn(Problem.SETTING_ILLEGAL, Problem.DISK_REFUSED);
        assertThat(file).hasContent("{}");
    }

    @Test
    void mastersThatStartAtOnceHaveOneKey() throws Exception {
        int masters = 8;
        ExecutorService executor = Executors.newFixedThreadPool(masters);
        CountDownLatch together = new CountDownLatch(masters);
        List<Future<Seal>> seals = new ArrayList<>();
        for (int i = 0; i < masters; i++) {
            seals.add(executor.submit(() -> {
                together.countDown();
                together.await();
                return Seal.open(file);
            }));
        }
        byte[] sealed = seals.get(0).get().seal(CONTENT, "here");

        for (Future<Seal> seal : seals) {
            assertThat(seal.get().unseal(sealed, "here")).isEqualTo(CONTENT);
        }
        executor.shutdown();
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void sealsWithTheKeyThatAnotherMasterHasMade() {
        Seal one = Seal.open(file);
        Seal other = Seal.open(file);
        byte[] before = other.seal(CONTENT, "here");

        one.add();
        byte[] meanwhile = other.seal(CONTENT, "here");
        assertThat(SealProof.begins(meanwhile, one.mark())).isTrue();
        assertThat(SealProof.begins(before, one.mark())).isFalse();
        one.retire();

        assertThat(one.unseal(meanwhile, "here")).isEqualTo(CONTENT);
        assertThat(one.unseal(other.seal(CONTENT, "there"), "there")).isEqualTo(CONTENT);
        assertThat(problemOf(() -> one.unseal(before, "here"))).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    /** It would open never again. */
    @Test
    void nothingIsSealedWithAKeyWhoseFileIsGone() throws IOException {
        Seal seal = Seal.open(file);
        Files.delete(file);

        assertThat(problemOf(() -> seal.seal(CONTENT, "here"))).isEqualTo(Problem.DISK_REFUSED);
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
