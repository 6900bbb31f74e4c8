// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.GuestPath;
import io.slipway.runner.guest.Matches;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding and fetching files, with the commands that a guest gets, in this machine's own shell. */
class GuestFilesTest {
    private static final int MOST = 5;

    @TempDir
    private Path folder;

    private Path home;
    private LocalShell shell;

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        shell = new LocalShell(home);
    }

    @Test
    void patternsFindFilesAndNothingElse() throws IOException {
        write("dist/a.tar", "dist/b.tar", "dist/sub/c.tar", "dist/.hidden", "log.txt");

        assertThat(paths("dist/*")).containsExactly("dist/a.tar", "dist/b.tar");
        assertThat(find("dist/*").folders()).isEqualTo(1);
        assertThat(paths("dist/**")).containsExactly("dist/a.tar", "dist/b.tar", "dist/sub/c.tar");
        assertThat(paths("**/*.tar")).containsExactly("dist/a.tar", "dist/b.tar", "dist/sub/c.tar");
        assertThat(paths("dist/[ab].t?r")).containsExactly("dist/a.tar", "dist/b.tar");
        assertThat(paths("dist/.h*")).containsExactly("dist/.hidden");
        assertThat(paths("*.zip")).isEmpty();
        assertThat(find("dist/*").literal()).isFalse();
    }

    @Test
    void patternsThatEndWithASlashFindFolders() throws IOException {
        write("pkg/one/a", "pkg/two/b", "pkg/file");

        assertThat(find("pkg/*/").paths())
                .containsExactly(new GuestPath("pkg/one", true, 0), new GuestPath("pkg/two", true, 0));
    }

    @Test
    void pathsFindWhatIsThere() throws IOException {
        write("dist/a.tar");

        assertThat(find("dist/a.tar"))
                .isEqualTo(new Matches(true, List.of(new GuestPath("dist/a.tar", false, 10)), 1, 0, 0));
        assertThat(find("dist").paths()).containsExactly(new GuestPath("dist", true, 0));
        assertThat(find("dist/").paths()).containsExactly(new GuestPath("dist", true, 0));
        assertThat(find(home.resolve("dist/a.tar").toString()).paths()).hasSize(1);
        assertThat(find("nowhere")).isEqualTo(new Matches(false, List.of(), 0, 0, 0));
        assertThat(find("/dev/null")).isEqualTo(new Matches(true, List.of(), 0, 0, 1));
    }

    @Test
    void linksAreFollowedAndLoopsAreNot() throws IOException {
        write("dist/a.tar");
        Files.createSymbolicLink(home.resolve("link.tar"), Path.of("dist/a.tar"));
        Files.createSymbolicLink(home.resolve("dist/loop"), Path.of(".."));
        Files.createSymbolicLink(home.resolve("broken"), Path.of("nowhere"));

        assertThat(find("link.tar").paths()).containsExactly(new GuestPath("link.tar", false, 10));
        assertThat(paths("**/*.tar")).containsExactly("dist/a.tar", "link.tar");
        assertThat(find("broken")).isEqualTo(new Matches(true, List.of(), 0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-rf",
                "--help",
                "a b",
                "a\nb",
                "it's",
                "\"",
                "$(touch pwned)",
                "`touch pwned`",
                "; touch pwned",
                "&& touch pwned",
                "$HOME",
                "~root",
                "{a,b}",
                "out[1].txt",
                "what?",
                "*",
                "\\",
                "ä🚀",
                "#",
            })
    void aNameOfAnyCharactersIsANameAndNothingElse(String name) throws IOException {
        Files.writeString(home.resolve(name), "content of it");
        Files.createDirectory(home.resolve("in"));
        Files.writeString(home.resolve("in").resolve(name), "another");

        assertThat(find(name).paths()).containsExactly(new GuestPath(name, false, 13));
        assertThat(paths("in/*")).containsExactly("in/" + name);
        assertThat(fetch(new GuestPath(name, false, 13))).hasContent("content of it");
        assertThat(fetch(new GuestPath("in/" + name, false, 7))).hasContent("another");
        assertThat(home.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-d", "-", "it's a folder", "$(touch pwned)", "a\nb", "*"})
    void aFolderOfAnyCharactersIsPackedUnderItsName(String name) throws IOException {
        write(name + "/x/file");

        assertThat(entries(fetch(find(name).paths().get(0)))).contains(name + "/x/file");
        assertThat(entries(fetch(new GuestPath(home.resolve(name).toString(), true, 0))))
                .contains(name + "/x/file");
        assertThat(home.resolve("pwned")).doesNotExist();
    }

    @Test
    void aLinkToAFolderIsPackedAsThatFolder() throws IOException {
        write("dist/sub/file");
        Files.createSymbolicLink(home.resolve("latest"), Path.of("dist"));

        assertThat(entries(fetch(find("latest").paths().get(0)))).contains("dist/sub/file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(touch pwned)*", "*;touch pwned", "`touch pwned`*", "* -o pwned", "{a,b}*"})
    void aPatternIsNeverRun(String pattern) throws IOException {
        write("a", "b");

        assertThat(paths(pattern)).isEmpty();
        assertThat(home.resolve("pwned")).doesNotExist();
    }

    @Test
    void moreThanAreWantedAreCountedAndNotTold() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("many/%02d".formatted(i));
        }

        Matches found = find("many/*");

        assertThat(found.files()).isEqualTo(20);
        assertThat(found.paths()).hasSize(MOST + 1);
    }

    @Test
    void aNameThatIsNotUtf8IsRefusedAndNamed() {
        shell.run("touch \"$(printf 'odd\\377')\"", null, OutputStream.nullOutputStream());

        assertThat(problemOf(() -> find("odd*"))).isEqualTo(Problem.ARTIFACT_FAILED);
    }

    @Test
    void aFileThatIsLargerThanAllowedIsRefusedBeforeItIsRead() throws IOException {
        write("large");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> GuestFetch.fetch(shell, find("large").paths().get(0), 9, folder.resolve("to")))
                .withMessage("Keeping artifact `large`: it has 10 bytes; at most 9 bytes are allowed")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.ARTIFACT_TOO_LARGE));
    }

    @Test
    void aFolderThatIsLargerThanAllowedIsRefusedAndTakesNoMoreRoom() throws IOException {
        byte[] noise = new byte[100_000];
        new java.util.Random(1).nextBytes(noise);
        Files.createDirectory(home.resolve("large"));
        Files.write(home.resolve("large/noise"), noise);
        Path to = folder.resolve("to");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> GuestFetch.fetch(shell, new GuestPath("large", true, 0), 5_000, to))
                .withMessage("Keeping artifact `large`: packed, it has more; at most 5000 bytes are allowed");
        assertThat(Files.size(to)).isEqualTo(5_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 11})
    void aFileThatChangedIsRefused(long size) throws IOException {
        write("file");

        assertThat(problemOf(() -> fetch(new GuestPath("file", false, size)))).isEqualTo(Problem.ARTIFACT_FAILED);
    }

    @Test
    void whatIsGoneIsRefused() {
        assertThat(problemOf(() -> fetch(new GuestPath("gone", false, 1)))).isEqualTo(Problem.ARTIFACT_FAILED);
        assertThat(problemOf(() -> fetch(new GuestPath("gone", true, 0)))).isEqualTo(Problem.ARTIFACT_FAILED);
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "ten bytes\n");
        }
    }

    private Matches find(String entry) {
        return GuestFind.find(shell, List.of(entry), MOST).get(0);
    }

    private List<String> paths(String entry) {
        return find(entry).paths().stream().map(GuestPath::path).toList();
    }

    private Path fetch(GuestPath path) throws IOException {
        Path to = folder.resolve("fetched");
        GuestFetch.fetch(shell, path, 1_000_000, to);
        return to;
    }

    private static List<String> entries(Path archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
