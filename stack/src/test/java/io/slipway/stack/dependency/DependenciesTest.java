// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
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
    void whatWasSignedWithinTwoYearsIsNotAskedFor() throws IOException {
        sign("org/old/old/1.0", "2025-06-07");

        assertThat(dependencies.old(bill)).isEmpty();
        assertThat(dependencies.table(bill)).contains("org.old:old,1.0,1.0,2025-06-07,2026-11-26");
    }

    @Test
    void ofWhatIsOldTheNewestIsToBeFetched() throws IOException {
        answer("org/old/old", "1.7");

        assertThat(dependencies.newest(bill)).containsExactly("org.old:old:1.7");
    }

    @Test
    void whatIsTheNewestAlreadyIsNotFetched() throws IOException {
        answer("org/old/old", "1.0");

        assertThat(dependencies.newest(bill)).isEmpty();
    }

    @Test
    void tableHasTheNewestReleaseOfEach() throws IOException {
        answer("org/old/old", "1.7");
        sign("org/old/old/1.7", "2022-12-24");

        assertThat(dependencies.table(bill))
                .containsExactly(
                        Dependencies.HEAD,
                        "org.old:old,1.0,1.7,2022-12-24,2026-11-26",
                        "org.young:young,2.0,2.0,2025-03-04,2026-11-26");
    }

    @Test
    void whatWasNotAskedForIsNotGuessed() {
        assertThatIOException()
                .isThrownBy(() -> dependencies.table(bill))
                .withMessage("Looking up `org.old:old`: the repository was not asked for its versions");
    }

    @Test
    void whatIsNewerAndHasNoDateHasThatOfTheRepositorysAnswer() throws IOException {
        answer("org/old/old", "1.7");

        assertThat(dependencies.table(bill)).contains("org.old:old,1.0,1.7,2026-10-19,2026-11-26");
    }

    /** A repository that orders its shelves anew says of all that they were updated. */
    @Test
    void whatTheRepositoryAnswersMakesNothingYoungThatWeHave() throws IOException {
        answer("org/old/old", "1.0");

        assertThat(dependencies.table(bill)).contains("org.old:old,1.0,1.0,2021-05-06,2026-11-26");
    }

    /** Some libraries have a whole signed message in its place. */
    @Test
    void whatIsNoSignatureSaysNothing() throws IOException {
        answer("org/old/old", "1.0");
        Path signature = folder.resolve("org/old/old/1.0/old-1.0.jar.asc");
        for (String text : List.of("not signed", "", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nyes\n")) {
            Files.writeString(signature, text);

            assertThat(dependencies.old(bill)).containsExactly("org.old:old:1.0");
            assertThat(dependencies.table(bill)).contains("org.old:old,1.0,1.0,2021-05-06,2026-11-26");
        }
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
                entry.setLastModifiedTime(FileTime.from(noon(date)));
                zip.putNextEntry(entry);
            }
        }
    }

    /** A signature of the jar of a version, by a key that is made for it. */
    private void sign(String where, String date) throws IOException {
        Path jar = Files.createDirectories(folder.resolve(where)).resolve("x.jar");
        try (OutputStream file = Files.newOutputStream(folder.resolve(where).resolve(jar.getFileName() + ".asc"));
                ArmoredOutputStream armor = new ArmoredOutputStream(file)) {
            Ed25519KeyPairGenerator keys = new Ed25519KeyPairGenerator();
            keys.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
            PGPKeyPair key = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.Ed25519,
                    keys.generateKeyPair(),
                    Date.from(noon(date)));
            PGPSignatureGenerator signature = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.Ed25519, HashAlgorithmTags.SHA256),
                    key.getPublicKey());
            signature.init(PGPSignature.BINARY_DOCUMENT, key.getPrivateKey());
            PGPSignatureSubpacketGenerator signed = new PGPSignatureSubpacketGenerator();
            signed.setSignatureCreationTime(Date.from(noon(date)));
            signature.setHashedSubpackets(signed.generate());
            signature.generate().encode(armor);
        } catch (PGPException e) {
            throw new IOException(e);
        }
    }

    private static Instant noon(String date) {
        return LocalDate.parse(date).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private void answer(String where, String release) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve(where)).resolve("maven-metadata-central.xml"),
                "<metadata><versioning><release>%s</release><versions><version>1.0</version></versions><lastUpdated>20261019200254</lastUpdated></versioning></metadata>"
                        .formatted(release));
    }
}
