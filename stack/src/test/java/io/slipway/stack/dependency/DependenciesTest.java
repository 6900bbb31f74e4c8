// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final String BILL = """
        {"bomFormat": "CycloneDX", "components": [
          {"group": "org.young", "name": "young", "version": "2.0"},
          {"group": "org.old", "name": "old", "version": "1.0"},
          {"group": "org.old", "name": "old", "version": "1.0"},
          {"group": "io.slipway", "name": "slipway-core", "version": "1"}
        ]}
        """;

    @TempDir
    private Path folder;

    private BillOfMaterials bill;
    private Dependencies dependencies;

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("bom.json");
        Files.writeString(file, BILL);
        bill = BillOfMaterials.read(file);
        dependencies = new Dependencies(new MavenFolder(folder), TODAY);
        jar("org/young/young/2.0", "young-2.0.jar", "1980-01-01", "2025-03-04");
        jar("org/old/old/1.0", "old-1.0.jar", "1980-01-01", "2021-05-06");
    }

    @Test
    void billNamesEachOnceAndNothingOfOurs() {
        assertThat(bill.components())
                .containsExactly(new Component("org.old", "old", "1.0"), new Component("org.young", "young", "2.0"));
    }

    @Test
    void whatIsYoungByItsOwnJarIsNotAskedFor() throws IOException {
        assertThat(dependencies.old(bill)).containsExactly("org.old:old:1.0");
    }

    @Test
    void jarFromTheFutureShowsNothing() throws IOException {
        jar("org/young/young/2.0", "young-2.0.jar", "2027-01-01");

        assertThat(dependencies.old(bill)).containsExactly("org.old:old:1.0", "org.young:young:2.0");
    }

    @Test
    void tableHasTheNewestReleaseOfEach() throws IOException {
        answer("org/old/old", "1.7", "20241224180102");

        assertThat(dependencies.table(bill))
                .containsExactly(
                        Dependencies.HEAD,
                        "org.old:old,1.0,1.7,2024-12-24,2026-11-26",
                        "org.young:young,2.0,2.0,2025-03-04,2026-11-26");
    }

    @Test
    void whatWasNotAskedForIsNotGuessed() {
        assertThatIOException()
                .isThrownBy(() -> dependencies.table(bill))
                .withMessage("Looking up `org.old:old`: the repository was not asked for its versions");
    }

    @Test
    void billWithoutComponentsIsNone() throws IOException {
        Path file = folder.resolve("empty.json");
        Files.writeString(file, "{}");

        assertThatIOException().isThrownBy(() -> BillOfMaterials.read(file)).withMessageContaining("no component");
    }

    private void jar(String where, String name, String... dates) throws IOException {
        Path version = Files.createDirectories(folder.resolve(where));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(version.resolve(name)))) {
            for (String date : List.of(dates)) {
                ZipEntry entry = new ZipEntry(date);
                entry.setLastModifiedTime(java.nio.file.attribute.FileTime.from(
                        LocalDate.parse(date).atTime(12, 0).toInstant(ZoneOffset.UTC)));
                zip.putNextEntry(entry);
            }
        }
    }

    private void answer(String where, String release, String updated) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve(where)).resolve("maven-metadata-central.xml"),
                "<metadata><versioning><release>%s</release><versions><version>1.0</version></versions><lastUpdated>%s</lastUpdated></versioning></metadata>"
                        .formatted(release, updated));
    }
}
