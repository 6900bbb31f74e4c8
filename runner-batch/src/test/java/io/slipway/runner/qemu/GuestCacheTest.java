// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.guest.CachedFolders.Packed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packing and unpacking caches, with the commands that a guest gets, in this machine's own shell. */
class GuestCacheTest {
    private static final long LIMIT = 1_000_000;
    private static final CachedFolders CACHE =
            new CachedFolders(new CacheName("deps"), List.of("lib", "it's $(touch pwned)", "-x", "nowhere"));

    @TempDir
    private Path folder;

    private Path archive;
    private Path first;
    private Path second;

    @BeforeEach
    void layOutTwoHomes() throws IOException {
        archive = folder.resolve("archive");
        first = Files.createDirectory(folder.resolve("first"));
        second = Files.createDirectory(folder.resolve("second"));
        Files.createDirectories(first.resolve("lib/deep"));
        Files.writeString(first.resolve("lib/deep/file"), "one");
        Files.createSymbolicLink(first.resolve("lib/link"), Path.of("deep/file"));
        Files.writeString(first.resolve("it's $(touch pwned)"), "two");
        Files.writeString(first.resolve("-x"), "three");
        Files.writeString(first.resolve("else"), "not of it");
    }

    @Test
    void whatIsPackedInOneHomeIsUnpackedInAnother() throws IOException {
        assertThat(pack(first)).isEqualTo(Packed.WHOLE);
        unpack(second);

        assertThat(second.resolve("lib/link")).isSymbolicLink().hasContent("one");
        assertThat(second.resolve("it's $(touch pwned)")).hasContent("two");
        assertThat(second.resolve("-x")).hasContent("three");
        assertThat(second.resolve("else")).doesNotExist();
        assertThat(first.resolve("pwned")).doesNotExist();
        assertThat(second.resolve("pwned")).doesNotExist();
    }

    @Test
    void whatIsAsItWasUnpackedIsNotPackedAgain() throws IOException {
        pack(first);
        unpack(second);

        assertThat(pack(second)).isEqualTo(Packed.UNCHANGED);
    }

    @Test
    void whatChangedIsPackedAgain() throws IOException {
        pack(first);
        unpack(second);
        Files.writeString(second.resolve("lib/deep/new"), "new");
        Files.setLastModifiedTime(
                second.resolve("lib/deep/new"), FileTime.from(Instant.now().plusSeconds(2)));

        assertThat(pack(second)).isEqualTo(Packed.WHOLE);
    }

    @Test
    void whatWasDeletedIsPackedAgain() throws IOException {
        pack(first);
        unpack(second);
        Files.delete(second.resolve("lib/deep/file"));
        Files.setLastModifiedTime(
                second.resolve("lib/deep"), FileTime.from(Instant.now().plusSeconds(2)));

        assertThat(pack(second)).isEqualTo(Packed.WHOLE);
    }

    @Test
    void otherPathsAreAnotherCache() throws IOException {
        pack(first);
        unpack(second);

        assertThat(GuestCache.pack(
                        new LocalShell(second), new CachedFolders(CACHE.name(), List.of("lib")), LIMIT, archive))
                .isEqualTo(Packed.WHOLE);
    }

    @Test
    void ofNothingNothingIsPacked() throws IOException {
        assertThat(pack(second)).isEqualTo(Packed.NOTHING_THERE);
    }

    @Test
    void aCacheThatIsTooLargeIsRefused() {
        assertThat(problemOf(() -> GuestCache.pack(new LocalShell(first), CACHE, 50, archive)))
                .isEqualTo(Problem.CACHE_TOO_LARGE);
    }

    @Test
    void anArchiveThatIsBrokenIsRefused() throws IOException {
        pack(first);
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(problemOf(() -> unpack(second))).isEqualTo(Problem.CACHE_FAILED);

        Files.writeString(archive, "no archive");
        assertThat(problemOf(() -> unpack(second))).isEqualTo(Problem.CACHE_FAILED);
    }

    @Test
    void aHostileArchiveStaysBelowTheHome() throws IOException {
        new LocalShell(folder)
                .run(
                        "mkdir evil && cd evil && echo x >file && ln -s .. up && tar -czPf ../archive ../evil/file up --transform"
                                + " 's,^file,../escaped,' && true",
                        null,
                        OutputStream.nullOutputStream());

        try {
            unpack(second);
        } catch (ProblemException e) {
            assertThat(e.problem()).isEqualTo(Problem.CACHE_FAILED);
        }
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    private Packed pack(Path home) throws IOException {
        return GuestCache.pack(new LocalShell(home), CACHE, LIMIT, archive);
    }

    private void unpack(Path home) throws IOException {
        GuestCache.unpack(new LocalShell(home), CACHE, archive);
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
