// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/** What Maven has fetched so far, and what that says about when it was made. */
final class MavenFolder {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final Path repository;

    /** @param repository Maven's folder on this machine */
    MavenFolder(Path repository) {
        this.repository = repository;
    }

    /**
     * When a version was made: the youngest file in its jar, or the signature of its jar, whichever is later. Those who make the same bytes
     * each time give all files one day, some of them an arbitrary one long ago; and each release is signed on its way to the repository.
     *
     * @return empty when neither is there
     */
    Optional<LocalDate> madeOn(Component component) throws IOException {
        Optional<LocalDate> latest = Optional.empty();
        Path version = component.folder(repository).resolve(component.version());
        if (!Files.isDirectory(version)) {
            return latest;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(version, "*.{jar,asc}")) {
            for (Path file : files) {
                Optional<LocalDate> date =
                        file.toString().endsWith(".asc") ? signedOn(file) : Optional.of(youngestIn(file));
                latest = Stream.of(latest, date).flatMap(Optional::stream).max(Comparator.naturalOrder());
            }
        }
        return latest;
    }

    private static LocalDate youngestIn(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return Collections.list(zip.entries()).stream()
                    .map(entry -> date(entry.getLastModifiedTime().toInstant()))
                    .max(Comparator.naturalOrder())
                    .orElse(LocalDate.EPOCH);
        }
    }

    /**
     * Says nothing of whether the signature is good: whoever could make a wrong one could as well give the jar a wrong date.
     *
     * @return empty when it is no plain signature; some keep a whole signed message there, which is not looked into
     */
    private static Optional<LocalDate> signedOn(Path signature) throws IOException {
        byte[] bytes = Files.readAllBytes(signature);
        try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(bytes))) {
            if (new BcPGPObjectFactory(in).nextObject() instanceof PGPSignatureList signatures
                    && !signatures.isEmpty()) {
                return Optional.of(date(signatures.get(0).getCreationTime().toInstant()));
            }
            return Optional.empty();
        } catch (IOException e) {
            // No OpenPGP at all: the bytes were read whole before.
            return Optional.empty();
        }
    }

    private static LocalDate date(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /**
     * The newest version, as the repository answered when Maven asked it which there are.
     *
     * @return empty when it was not asked
     */
    Optional<Newest> newest(Component component) throws IOException {
        if (!Files.isDirectory(component.folder(repository))) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> answers =
                Files.newDirectoryStream(component.folder(repository), "maven-metadata-*.xml")) {
            for (Path answer : answers) {
                if (!answer.endsWith("maven-metadata-local.xml")) {
                    return Optional.of(newest(component, answer));
                }
            }
        }
        return Optional.empty();
    }

    private static Newest newest(Component component, Path answer) throws IOException {
        String release = component.version();
        LocalDate updated = LocalDate.EPOCH;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(answer)) {
            for (XMLStreamReader xml = factory.createXMLStreamReader(in); xml.hasNext(); ) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "release" -> release = xml.getElementText().strip();
                        case "lastUpdated" ->
                            updated = LocalDate.parse(xml.getElementText().strip(), STAMP);
                        default -> {
                            // All versions, and what they are of.
                        }
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("Reading `%s`: it is not whole XML".formatted(answer), e);
        }
        return new Newest(new Component(component.group(), component.artifact(), release), updated);
    }

    /**
     * What a repository answers.
     *
     * @param updated when its answer last changed. A repository that orders its shelves anew changes all of them, so this says nothing of a
     *     version that we have, and little of another
     */
    record Newest(Component component, LocalDate updated) {}
}
