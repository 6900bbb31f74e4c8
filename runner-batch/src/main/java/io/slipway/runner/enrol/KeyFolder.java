// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import io.slipway.envelope.OpeningKey;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.keyfile.KeyFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys of a runner on its disk, which nobody else may read: a folder for each enrolment, by its number. One that is complete has a file
 * that says what came of it; the greatest of those counts. So the keys are replaced in one moment, and those of an enrolment that was cut
 * off are there when it is tried again.
 */
final class KeyFolder {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String RESULT = "enrolment";
    private static final String PASSWORD = "redis.password";
    /** So many that who has the hash alone, which is all that Redis and the master keep, can try for ever. */
    private static final int PASSWORD_BYTES = 32;
    /** What may still be sealed to the keys before. */
    private static final String BEFORE = "before.json";

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw refused("Making", folder, e);
        }
    }

    /**
     * What came of an enrolment.
     *
     * @param name under which the runner was enrolled
     * @param masters what it knows the masters by
     * @param token SHA-256 of the token that was used
     */
    record Result(RunnerName name, Masters masters, String token) {}

    /** The keys that count, and what came of their enrolment. */
    record Kept(RunnerKeys keys, Result result) {
        Identity identity() {
            return new Identity(result.name(), keys, result.masters());
        }
    }

    /** The keys that count; empty when the runner was never enrolled. */
    Optional<Kept> newest() {
        return newestFolder().map(kept -> new Kept(RunnerKeys.open(kept), read(kept.resolve(RESULT))));
    }

    /** Keys that do not count yet: those of an enrolment that was cut off, or new ones. */
    RunnerKeys next() {
        return RunnerKeys.open(nextFolder());
    }

    /** The password that the runner makes for itself at Redis, with the keys of {@link #next}. */
    String nextPassword() {
        Path file = nextFolder().resolve(PASSWORD);
        try {
            return KeyFile.text(file, KeyFolder::newPassword).strip();
        } catch (IOException | GeneralSecurityException e) {
            throw refused("Making", file, e);
        }
    }

    private static String newPassword() {
        byte[] password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        return HexFormat.of().formatHex(password);
    }

    /** The password that was made with the keys that count; empty when they were made before there were any. */
    Optional<String> password() {
        return newestFolder()
                .map(kept -> kept.resolve(PASSWORD))
                .filter(Files::exists)
                .map(file -> {
                    try {
                        return Files.readString(file).strip();
                    } catch (IOException e) {
                        throw refused("Reading", file, e);
                    }
                });
    }

    /** From now on the keys of {@link #next} count, and nothing that was learned or kept before. */
    void enrolled(Result result) {
        Path next = nextFolder();
        try {
            // A renewal that was cut off may have put them there.
            for (String stale : Learned.FILES) {
                Files.deleteIfExists(next.resolve(stale));
            }
            Files.deleteIfExists(next.resolve(BEFORE));
        } catch (IOException e) {
            throw refused("Removing what was kept in", next, e);
        }
        complete(result);
    }

    /** From now on the keys of {@link #next} count, and no earlier ones. */
    private void complete(Result result) {
        Path next = nextFolder();
        write(next.resolve(RESULT), result);
        numbers().stream().map(this::folder).filter(old -> !old.equals(next)).forEach(KeyFolder::delete);
    }

    /** The keys that do not count yet; empty when there are none. */
    Optional<RunnerKeys> cutOff() {
        Path next = nextFolder();
        return Files.exists(next.resolve("opening.json")) ? Optional.of(RunnerKeys.open(next)) : Optional.empty();
    }

    /** Since when the keys count. */
    Instant since() {
        Path result = newestFolder().orElseThrow().resolve(RESULT);
        try {
            return Files.getLastModifiedTime(result).toInstant();
        } catch (IOException e) {
            throw refused("Reading", result, e);
        }
    }

    /** From now on the keys of {@link #next} count, and what is sealed to those before opens for a while. */
    void renewed(RunnerName name, VerifyingKey master) {
        Path old = newestFolder().orElseThrow();
        Result result = read(old.resolve(RESULT));
        try {
            Path next = nextFolder();
            copy(old.resolve("opening.json"), next.resolve(BEFORE));
            // The masters know the password by the runner's name; it is another's when a token was brought in between.
            Files.deleteIfExists(next.resolve(PASSWORD));
            List<String> files = new ArrayList<>(Learned.FILES);
            files.add(PASSWORD);
            for (String kept : files) {
                if (Files.exists(old.resolve(kept))) {
                    copy(old.resolve(kept), next.resolve(kept));
                }
            }
        } catch (IOException e) {
            throw refused("Copying keys from", old, e);
        }
        complete(new Result(
                name,
                new Masters(master, result.masters().sealing(), result.masters().number()),
                result.token()));
    }

    /** What the key before opens, which is thrown away when the keys count since before {@code since}. */
    Optional<OpeningKey> before(Instant since) {
        Path before = newestFolder().orElseThrow().resolve(BEFORE);
        if (!Files.exists(before)) {
            return Optional.empty();
        }
        if (since().isBefore(since)) {
            try {
                Files.deleteIfExists(before);
            } catch (IOException e) {
                throw refused("Removing", before, e);
            }
            return Optional.empty();
        }
        return Optional.of(OpeningKey.open(before));
    }

    /** What the runner has learned since it got the keys that count. */
    Learned learned() {
        return new Learned(newestFolder().orElseThrow());
    }

    private Optional<Path> newestFolder() {
        return numbers().stream()
                .map(this::folder)
                .filter(kept -> Files.exists(kept.resolve(RESULT)))
                .findFirst();
    }

    private Path nextFolder() {
        List<Integer> numbers = numbers();
        int greatest = numbers.isEmpty() ? 0 : numbers.get(0);
        boolean cutOff = greatest > 0 && !Files.exists(folder(greatest).resolve(RESULT));
        return folder(cutOff ? greatest : greatest + 1);
    }

    /** Greatest first. */
    private List<Integer> numbers() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NUMBER.matcher(name).matches())
                    .map(Integer::valueOf)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw refused("Listing", folder, e);
        }
    }

    private Path folder(int number) {
        return folder.resolve(Integer.toString(number));
    }

    private static Result read(Path file) {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return new Result(
                    new RunnerName(values.getProperty("name", "")),
                    new Masters(
                            VerifyingKey.of(values.getProperty("master", "")),
                            sealing(values),
                            Long.parseLong(values.getProperty("sealing-number", "0"))),
                    values.getProperty("token", ""));
        } catch (IOException | IllegalArgumentException e) {
            throw refused("Reading", file, e);
        }
    }

    private static SealingKey sealing(Properties values) {
        String text = values.getProperty("sealing", "");
        return text.isEmpty() ? null : SealingKey.of(text);
    }

    private static void write(Path file, Result result) {
        Properties values = new Properties();
        values.setProperty("name", result.name().value());
        values.setProperty("master", result.masters().verifying().text());
        if (result.masters().sealing() != null) {
            values.setProperty("sealing", result.masters().sealing().text());
            values.setProperty("sealing-number", Long.toString(result.masters().number()));
        }
        values.setProperty("token", result.token());
        write(
                file,
                values,
                "Who this runner is, and the key of its master. Removed with its folder, it must be enrolled again.");
    }

    /** On the disk before anything counts by it. */
    private static void copy(Path from, Path to) throws IOException {
        KeyFile.replace(to, Files.readString(from));
    }

    /** Whole or not at all, and on the disk: the keys before are thrown away then. */
    static void write(Path file, Properties values, String comment) {
        try {
            StringWriter text = new StringWriter();
            values.store(text, comment);
            KeyFile.replace(file, text.toString());
        } catch (IOException e) {
            throw refused("Writing", file, e);
        }
    }

    private static void delete(Path old) {
        try (Stream<Path> files = Files.list(old)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(old);
        } catch (IOException e) {
            throw refused("Removing", old, e);
        }
    }

    static ProblemException refused(String doing, Path path, Exception cause) {
        return new ProblemException(Problem.DISK_REFUSED, "%s `%s`: %s".formatted(doing, path, cause), cause);
    }
}
