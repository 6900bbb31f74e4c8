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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

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
     * @param spent texts of keys whose place another one took: none of them is taken again
     */
    record Sealing(SealingKey key, Set<String> spent) {
        /** With another key in its place; the same when that was replaced before. */
        Sealing with(SealingKey next) {
            if (spent.contains(next.text()) || key != null && key.text().equals(next.text())) {
                return this;
            }
            Set<String> all = new LinkedHashSet<>(spent);
            if (key != null) {
                all.add(key.text());
            }
            return new Sealing(next, all);
        }
    }

    /** What is sealed to. @param enrolled by whom the runner was */
    Sealing sealing(Masters enrolled) {
        Path file = folder.resolve(SEALING);
        if (!Files.exists(file)) {
            return new Sealing(enrolled.sealing(), Set.of());
        }
        try {
            Properties values = read(file);
            String spent = values.getProperty("spent", "");
            return new Sealing(
                    SealingKey.of(values.getProperty("key", "")),
                    spent.isEmpty() ? Set.of() : Set.of(spent.split(" ")));
        } catch (IOException | IllegalArgumentException e) {
            throw KeyFolder.refused("Reading", file, e);
        }
    }

    /** Keeps what is sealed to. */
    void keep(Sealing sealing) {
        Properties values = new Properties();
        values.setProperty("key", sealing.key().text());
        values.setProperty("spent", String.join(" ", sealing.spent()));
        KeyFolder.write(
                folder.resolve(SEALING),
                values,
                "What this runner seals to, as it has learned from its master, and what it did before.");
    }

    private static Properties read(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        }
        return values;
    }
}
