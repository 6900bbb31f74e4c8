// SPDX-License-Identifier: Apache-2.0
package io.slipway.keyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("new/keys/one.key");
    }

    @Test
    void keyIsMadeOnceAndReadByItsOwnerAlone() throws Exception {
        assertThat(KeyFile.text(file, () -> "first ü")).isEqualTo("first ü");
        assertThat(KeyFile.text(file, () -> "second")).isEqualTo("first ü");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("one.key");
    }

    @Test
    void fileThatIsThereStaysAsItIs() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createFile(file);

        assertThat(KeyFile.text(file, () -> "new")).isEmpty();
        assertThat(file).isEmptyFile();
    }

    @Test
    void whoOnlyReadsMakesNothing() throws Exception {
        assertThat(KeyFile.read(file)).isEmpty();
        assertThat(file.getParent()).doesNotExist();

        KeyFile.text(file, () -> "first");
        assertThat(KeyFile.read(file)).contains("first");
    }

    @Test
    void keyThatCannotBeMadeLeavesNothing() {
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> KeyFile.text(file, () -> {
                    throw new GeneralSecurityException("no such kind");
                }));
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void thoseWhoStartAtOnceHaveOneKey() throws IOException {
        AtomicInteger made = new AtomicInteger();

        List<String> keys = IntStream.range(0, 32)
                .parallel()
                .mapToObj(number -> text(() -> "key " + made.incrementAndGet()))
                .distinct()
                .toList();

        assertThat(keys).hasSize(1);
        assertThat(names()).containsExactly("one.key");
    }

    private String text(KeyFile.NewKey newKey) {
        try {
            return KeyFile.text(file, newKey);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(Path::getFileName).map(Path::toString).toList();
        }
    }
}
