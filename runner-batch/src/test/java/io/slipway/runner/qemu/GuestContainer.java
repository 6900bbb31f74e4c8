// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The container that a guest's qemu is in, seen from this machine. */
final class GuestContainer {
    /** The user that {@code images/control} gives to qemu where it runs as root. */
    private static final String USER = "64055";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String engine;
    private final String name;
    private final Path process;

    private GuestContainer(String engine, String name) {
        this.engine = engine;
        this.name = name;
        this.process = Path.of("/proc", inspect("{{.State.Pid}}"));
    }

    /** That of the one guest whose run folder is below the folder. */
    static GuestContainer below(Path folder, String engine) {
        List<String> names = await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(
                        () -> names(engine, folder)
                                .filter(name -> !name.endsWith("-net"))
                                .toList(),
                        found -> found.size() == 1);
        return new GuestContainer(engine, names.get(0));
    }

    /** Names of all containers of guests whose run folder is below the folder. @throws IllegalStateException when the engine does not say */
    static Stream<String> names(String engine, Path folder) {
        return asked(engine, "ps", "-aq", "--filter", "label=slipway.guest")
                .lines()
                .map(id -> asked(engine, "inspect", "-f", "{{index .Config.Labels \"slipway.guest\"}} {{.Name}}", id)
                        .strip())
                .filter(line -> line.startsWith(folder + "/"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).replace("/", ""));
    }

    /** What the engine says of it. @param template of the engine's */
    String inspect(String template) {
        return said(engine, "inspect", "-f", template, name).strip();
    }

    /** Where its network is reached from outside. */
    String ports() {
        return said(engine, "port", name + "-net").strip();
    }

    /** A line of the kernel's about the process of qemu. */
    String status(String key) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** What of all that it sees the user of qemu may write to, but devices that keep nothing. */
    List<String> writable() {
        String root = process + "/root";
        return asQemu(
                        "find",
                        root + "/",
                        "-path",
                        root + "/proc",
                        "-prune",
                        "-o",
                        "-writable",
                        "!",
                        "-type",
                        "c",
                        "!",
                        "-type",
                        "l",
                        "-print")
                .lines()
                .map(line -> line.replace(root, ""))
                .toList();
    }

    /** Whether the user of qemu can make a file in a folder that the container sees. */
    boolean makesFileIn(String folder) {
        return asQemu(makingFileIn(folder)).contains("made");
    }

    /** Whether the container lets even the owner of everything make a file in a folder that it sees. */
    boolean letsOwnerMakeFileIn(String folder) {
        return said(makingFileIn(folder)).contains("made");
    }

    private String[] makingFileIn(String folder) {
        return new String[] {
            "sh", "-c", "(: >\"$1/made\") 2>/dev/null && rm \"$1/made\" && echo made", "sh", process + "/root" + folder
        };
    }

    /** The names of what it sees in a folder. */
    List<String> seenIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(process + "/root" + folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Where something of this machine's disks is mounted in it that may be written to, as the kernel says. */
    List<String> writableMounts() throws IOException {
        return Files.readAllLines(process.resolve("mountinfo")).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[5].matches("rw(,.*)?"))
                .map(words -> words[4].replace("\\040", " "))
                .filter(place -> !place.matches("/(proc|dev|sys)(/.*)?"))
                .toList();
    }

    /** The programs that are in it. */
    String programs() {
        return said(
                "find",
                "-H",
                process + "/root",
                "-xdev",
                "-type",
                "f",
                "-size",
                "+0",
                "-perm",
                "/111",
                "-printf",
                "%P\\n");
    }

    private static String asQemu(String... command) {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of(
                    "setpriv",
                    "--reuid",
                    USER,
                    "--regid",
                    USER,
                    "--clear-groups",
                    "--no-new-privs",
                    "--bounding-set=-all",
                    "--inh-caps=-all"));
        }
        words.addAll(List.of(command));
        return said(words.toArray(String[]::new));
    }

    /** What an engine prints. @throws IllegalStateException when it fails, as it does of a container that goes meanwhile, whoever's that is */
    private static String asked(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a program prints on standard output, whatever its end. */
    private static String said(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
