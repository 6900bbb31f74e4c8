// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import io.slipway.envelope.SealingKey;
import io.slipway.envelope.TrustedMaster.Known;
import io.slipway.envelope.VerifyingKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Properties;

/** What a runner has learned of its masters' keys since it was enrolled, in files beside its own keys. */
final class Learned {
    private static final String TRUSTED = "trusted";
    private static final String SEALING = "sealing";
    /** They go with a runner to its next keys. */
    static final List<String> FILES = List.of(TRUSTED, SEALING);

    private final Path folder;

    Learned(Path folder) {
        this.folder = folder;
    }

    /** The master that is trusted. @param enrolled by whom the runner was */
    Known master(Masters enrolled) {
        Path file = folder.resolve(TRUSTED);
        if (!Files.exists(file)) {
            return Known.of(enrolled.verifying());
        }
        try {
            Properties values = read(file);
            return new Known(
                    VerifyingKey.of(values.getProperty("current", "")),
                    VerifyingKey.of(values.getProperty("before", "")),
                    Instant.parse(values.getProperty("until", "")));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw KeyFolder.refused("Reading", file, e);
        }
    }

    /** Keeps which master is trusted. */
    void keep(Known known) {
        Properties values = new Properties();
        values.setProperty("current", known.current().text());
        values.setProperty("before", known.before().text());
        values.setProperty("until", known.until().toString());
        KeyFolder.write(folder.resolve(TRUSTED), values, "The key of its master that this runner has learned.");
    }

    /**
     * What a runner seals to.
     *
     * @param key null when it knows none
     * @param number of the key; one with a greater number takes its place, and none with a smaller one
     */
    record Sealing(SealingKey key, long number) {}

    /** What is sealed to. @param enrolled by whom the runner was */
    Sealing sealing(Masters enrolled) {
        Path file = folder.resolve(SEALING);
        if (!Files.exists(file)) {
            return new Sealing(enrolled.sealing(), enrolled.number());
        }
        try {
            Properties values = read(file);
            return new Sealing(
                    SealingKey.of(values.getProperty("key", "")), Long.parseLong(values.getProperty("number", "0")));
        } catch (IOException | IllegalArgumentException e) {
            throw KeyFolder.refused("Reading", file, e);
        }
    }

    /** Keeps what is sealed to. */
    void keep(Sealing sealing) {
        Properties values = new Properties();
        values.setProperty("key", sealing.key().text());
        values.setProperty("number", Long.toString(sealing.number()));
        KeyFolder.write(
                folder.resolve(SEALING), values, "What this runner seals to, as it has learned from its master.");
    }

    private static Properties read(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        }
        return values;
    }
}
