// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ssh;

import static java.util.Objects.requireNonNull;

import io.slipway.job.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.server.command.CommandFactory;

/**
 * What stands on the command line of {@code submit}.
 *
 * @param tags from the widest to the narrowest
 */
record SubmitOptions(String note, List<String> tags, Visibility visibility) {
    static final String USAGE = """
            usage: submit [-n NOTE] [-t TAG]... [-v public|unlisted|private] < MANIFEST
            """;

    private static final SubmitOptions NONE = new SubmitOptions("", List.of(), Visibility.UNLISTED);

    SubmitOptions {
        requireNonNull(note, "note");
        requireNonNull(visibility, "visibility");
        tags = List.copyOf(tags);
    }

    /**
     * Reads a command line; a word that begins with a quote goes to the next one.
     *
     * @return empty when it is not {@code submit} with options that it has
     */
    static Optional<SubmitOptions> of(String commandLine) {
        List<String> words = CommandFactory.split(commandLine.strip());
        if (words.size() % 2 == 0 || !words.get(0).equals("submit")) {
            return Optional.empty();
        }
        Optional<SubmitOptions> options = Optional.of(NONE);
        for (int i = 1; i < words.size(); i += 2) {
            String option = words.get(i);
            String value = words.get(i + 1);
            options = options.flatMap(read -> read.with(option, value));
        }
        return options;
    }

    private Optional<SubmitOptions> with(String option, String value) {
        return switch (option) {
            case "-n" -> Optional.of(new SubmitOptions(value, tags, visibility));
            case "-t" -> Optional.of(new SubmitOptions(note, more(value), visibility));
            case "-v" -> visibility(value).map(found -> new SubmitOptions(note, tags, found));
            default -> Optional.empty();
        };
    }

    /** One tag, or several with slashes between them, as the console takes them. */
    private List<String> more(String value) {
        List<String> more = new ArrayList<>(tags);
        Stream.of(value.split("/")).filter(tag -> !tag.isEmpty()).forEach(more::add);
        return more;
    }

    private static Optional<Visibility> visibility(String word) {
        return Stream.of(Visibility.values())
                .filter(known -> known.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
