// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.runner.fake.Told;
import io.slipway.runner.qemu.RealGuests.Job;
import io.slipway.task.TaskName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept of real guests, artifacts, reports and caches, and what their tasks find in their environment. */
@ExtendWith(RealGuests.Shared.class)
class KeepIT {
    private static final String FIRST = """
            image: %s
            environment:
              NUMBER: 1234567
              LARGE: 12345678901234567890
              FRACTION: 1.10
              FLAG: TRUE
              NOTHING:
              TEXT: "it's $HOME \\\\ \\"quoted\\""
              LIST: [one, "two three", "$HOME", 4, true, ~, "it's", "*"]
              JOB_ID: mine
              CI_NAME: [a, b]
            caches:
              deps: [lib, ".m2/it's"]
              none: [nowhere]
            tasks:
              - values: |
                  set +x
                  echo "LIST ${#LIST[@]}"
                  printf '<%%s>\\n' "${LIST[@]}"
                  bash -c 'printf "[%%s]\\n" "$NUMBER" "$LARGE" "$FRACTION" "$FLAG" "$NOTHING" "$TEXT" "$JOB_ID"'
              - make: |
                  mkdir -p dist/sub "dist/with blank" lib ".m2/it's"
                  echo one >dist/a.tar
                  echo two >dist/sub/a.tar
                  echo three >"dist/with blank/c d.tar"
                  echo four >"dist/"$'e\\nf.tar'
                  echo five >./-rf.tar
                  ln -s dist latest
                  echo cached >lib/dep
                  echo cached >".m2/it's/dep"
                  complete-build
              - never: exit 1
            artifacts:
              - dist/**/*.tar
              - -rf.tar
              - dist/sub
              - latest
              - dist/*/
            """.formatted(RealGuests.IMAGE);

    private final RealGuests guests;

    KeepIT(RealGuests guests) {
        this.guests = guests;
    }

    @Test
    void whatAJobLeavesIsKeptAndFoundByTheNext() throws IOException {
        guests.startWarm(Map.of());
        guests.store().kept().clear();
        guests.store().caches().clear();

        Job first = guests.runManifest(FIRST);

        assertValues(first);
        assertArtifacts();
        assertThat(first.setupLog())
                .contains("Cache deps: none is kept yet")
                .containsPattern("Cache deps: kept, 0\\.0 MB in [0-9.]+ s")
                .contains("Cache none: nothing of it is there, so nothing is kept");
        assertThat(guests.store().caches()).containsOnlyKeys("deps");

        Job second = guests.runManifest("""
                image: %s
                caches:
                  deps: [lib, ".m2/it's"]
                tasks:
                  - show: |
                      set +x
                      cat lib/dep ".m2/it's/dep"
                """.formatted(RealGuests.IMAGE));

        assertThat(second.log("show")).contains("cached\r\ncached\r\n");
        assertThat(second.setupLog())
                .containsPattern("Cache deps: restored, 0\\.0 MB in [0-9.]+ s")
                .contains("Cache deps: it is as it was restored, and stays kept");
    }

    /** Defect 9 of the original: large integers came in exponent form, and what stood in a list was expanded. */
    private static void assertValues(Job job) {
        assertThat(job.log("values").lines().map(String::strip).filter(line -> !line.startsWith("+")))
                .containsExactly(
                        "LIST 8",
                        "<one>",
                        "<two three>",
                        "<$HOME>",
                        "<4>",
                        "<true>",
                        "<>",
                        "<it's>",
                        "<*>",
                        "[1234567]",
                        "[12345678901234567890]",
                        "[1.10]",
                        "[true]",
                        "[]",
                        "[it's $HOME \\ \"quoted\"]",
                        "[%s]".formatted(job.attempt().job()));
    }

    private void assertArtifacts() throws IOException {
        Map<String, String> kept = guests.store().kept();
        assertThat(kept)
                .containsEntry("0/a.tar", "one\n")
                .containsEntry("1/e_f.tar", "four\n")
                .containsEntry("2/a.tar", "two\n")
                .containsEntry("3/c d.tar", "three\n")
                .containsEntry("4/-rf.tar", "five\n")
                .containsKeys("5/sub.tar.gz", "6/latest.tar.gz", "7/with blank.tar.gz")
                .hasSize(8);
        assertThat(guests.store().paths())
                .containsEntry("1/e_f.tar", "dist/e\nf.tar")
                .containsEntry("2/a.tar", "dist/sub/a.tar");
        assertThat(entries(guests.store().bytes().get("5/sub.tar.gz"))).containsExactly("sub/", "sub/a.tar");
        assertThat(entries(guests.store().bytes().get("6/latest.tar.gz"))).contains("dist/sub/a.tar");
    }

    private static List<String> entries(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new ByteArrayInputStream(archive)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void reportsAreKeptWhenATaskFails() {
        guests.startWarm(Map.of());
        guests.store().kept().clear();

        AttemptRef attempt = guests.order("""
                image: %s
                tasks:
                  - check: |
                      mkdir -p target/deep
                      echo '<testsuite name="s"><testcase name="a"><failure message="no"/></testcase></testsuite>' >target/deep/TEST-s.xml
                      exit 3
                artifacts: [never.tar]
                reports: ['target/**/TEST-*.xml', never.log]
                """.formatted(RealGuests.IMAGE));

        assertThat(guests.awaitFailure(attempt)).isEqualTo(new Outcome.TaskFailed(new TaskName("check"), 3));
        assertThat(guests.store().kept()).containsOnlyKeys("0/TEST-s.xml");
        assertThat(new Told(guests.events(attempt)).text(LogName.SETUP))
                .containsSubsequence("Uploading target/deep/TEST-s.xml", "Error: Task `check` ended with exit code 3.");
    }
}
