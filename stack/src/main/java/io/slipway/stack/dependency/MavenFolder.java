// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What Maven has fetched so far, and what it says about when that was made. */
final class MavenFolder {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final Path repository;

    /** @param repository Maven's folder on this machine */
    MavenFolder(Path repository) {
        this.repository = repository;
    }

    /**
     * When the version that we bring along was made: the youngest file in its jar. Those who make the same bytes each time give all files
     * one day, mostly that of the release, some an arbitrary one long ago.
     *
     * @return empty when the jar is not there
     */
    Optional<LocalDate> madeOn(Component component) throws IOException {
        Optional<LocalDate> youngest = Optional.empty();
        Path version = component.folder(repository).resolve(component.version());
        if (!Files.isDirectory(version)) {
            return youngest;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(version, "*.jar")) {
            for (Path jar : jars) {
                LocalDate date = youngestIn(jar);
                youngest = Optional.of(youngest.filter(date::isBefore).orElse(date));
            }
        }
        return youngest;
    }

    private static LocalDate youngestIn(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return Collections.list(zip.entries()).stream()
                    .map(entry ->
                            LocalDate.ofInstant(entry.getLastModifiedTime().toInstant(), ZoneOffset.UTC))
                    .max(Comparator.naturalOrder())
                    .orElse(LocalDate.EPOCH);
        }
    }

    /**
     * What the repository answered when Maven asked it which versions there are.
     *
     * @return empty when it was not asked
     */
    Optional<Release> newest(Component component) throws IOException {
        Optional<Release> newest = Optional.empty();
        if (!Files.isDirectory(component.folder(repository))) {
            return newest;
        }
        try (DirectoryStream<Path> answers =
                Files.newDirectoryStream(component.folder(repository), "maven-metadata-*.xml")) {
            for (Path answer : answers) {
                if (!answer.endsWith("maven-metadata-local.xml")) {
                    Release release = release(answer);
                    newest = Optional.of(newest.filter(other -> other.date().isAfter(release.date()))
                            .orElse(release));
                }
            }
        }
        return newest;
    }

    private static Release release(Path answer) throws IOException {
        String version = "";
        LocalDate date = LocalDate.EPOCH;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(answer)) {
            for (XMLStreamReader xml = factory.createXMLStreamReader(in); xml.hasNext(); ) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "release" -> version = xml.getElementText().strip();
                        case "lastUpdated" ->
                            date = LocalDate.parse(xml.getElementText().strip(), STAMP);
                        default -> {
                            // All versions, and what they are of.
                        }
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("Reading `%s`: it is not whole XML".formatted(answer), e);
        }
        return new Release(version, date);
    }

    /** The newest version of something, and the day on which it came out. */
    record Release(String version, LocalDate date) {}
}
