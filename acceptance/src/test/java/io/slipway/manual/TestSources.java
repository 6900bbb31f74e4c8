// SPDX-License-Identifier: Apache-2.0
package io.slipway.manual;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of all tests of this checkout, of Java and of shell. */
final class TestSources {
    private static final String JAVA = ".java";
    private static final Pattern TEST =
            Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|Property|FuzzTest|ArchTest)\\b");

    private final Path root;
    private final Map<String, List<Path>> classes;

    TestSources(Path root) {
        this.root = root;
        try (Stream<Path> modules = Files.list(root)) {
            this.classes = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(TestSources::javaBelow)
                    .collect(groupingBy(file -> file.getFileName().toString().replace(JAVA, "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(JAVA)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param test {@code Class.method} in whatever module has it, or the path of a shell test */
    boolean has(String test) {
        return !text(test).isEmpty();
    }

    /** The text of a test: of a method its comment and annotations, of a shell test the whole; empty when there is none. */
    String text(String test) {
        if (test.contains("/")) {
            Path file = root.resolve(test);
            return test.contains("/test/") && Files.isRegularFile(file) ? read(file) : "";
        }
        String[] parts = test.split("\\.", -1);
        return parts.length != 2
                ? ""
                : classes.getOrDefault(parts[0], List.of()).stream()
                        .map(file -> head(read(file), parts[1]))
                        .filter(head -> !head.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    private static String head(String source, String method) {
        Matcher named = Pattern.compile(
                        "\n    (public |private )?(void|(static )?final ArchRule) " + Pattern.quote(method) + "\\b")
                .matcher(source);
        if (!named.find()) {
            return "";
        }
        String before = source.substring(0, named.start());
        String head = before.substring(Math.max(before.lastIndexOf("\n    }\n"), before.lastIndexOf(";\n\n")) + 1);
        return TEST.matcher(head).find() ? head : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
