// SPDX-License-Identifier: Apache-2.0
package io.slipway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the archives that are deployed is in the bill of materials, byte for byte. */
class BillOfMaterialsIT {
    private static final Path MASTER = Path.of("../master-ear/target/slipway-master.ear");
    private static final Path RUNNER = Path.of("../runner-batch/target/slipway-runner.war");

    @Test
    void everyJarOfTheMasterIsInTheBill() throws IOException {
        Set<String> digests = Bill.read().digests();

        assertThat(jars(MASTER))
                .hasSizeGreaterThan(30)
                .allSatisfy((name, digest) ->
                        assertThat(digests.contains(digest)).as(name).isTrue());
    }

    @Test
    void everyJarOfTheRunnerIsInTheBill() throws IOException {
        Set<String> digests = Bill.read().digests();

        assertThat(jars(RUNNER))
                .hasSizeGreaterThan(20)
                .allSatisfy((name, digest) ->
                        assertThat(digests.contains(digest)).as(name).isTrue());
    }

    @Test
    void billIsCycloneDxAndSaysEveryLicence() throws IOException {
        Bill bill = Bill.read();

        assertThat(bill.format()).isEqualTo("CycloneDX");
        assertThat(bill.unlicensed()).isEmpty();
    }

    /** The SHA-256 of every jar that is not ours, by where it lies, also of those in archives below. */
    private static Map<String, String> jars(Path archive) throws IOException {
        Map<String, String> jars = new TreeMap<>();
        collect(Files.readAllBytes(archive), "", jars);
        return jars;
    }

    private static void collect(byte[] archive, String where, Map<String, String> jars) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = where + entry.getName();
                if (entry.getName().endsWith(".war")) {
                    collect(zip.readAllBytes(), name + "!", jars);
                } else if (entry.getName().endsWith(".jar") && !entry.getName().contains("slipway-")) {
                    jars.put(name, sha256(zip.readAllBytes()));
                }
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }
}
