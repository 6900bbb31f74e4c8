// SPDX-License-Identifier: Apache-2.0
package io.slipway.settings;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings of one program, read from one properties file; every concern takes its own record out of it.
 *
 * <p>Call the getters for every known key, then {@link #rejectUnknown()}, so that a misspelt key is found at start. A value
 * {@code file:PATH} is replaced by the first line of that file, and {@code env:NAME} by that environment variable, so that passwords
 * can stand elsewhere.
 */
public final class Settings {
    private final Map<String, String> values;
    private final String origin;
    private final Set<String> asked = new HashSet<>();

    private Settings(Map<String, String> values, String origin) {
        this.values = Map.copyOf(values);
        this.origin = origin;
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(values, "given settings");
    }

    /** @throws ProblemException when the file cannot be read */
    public static Settings load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ProblemException(Problem.SETTING_ILLEGAL, "Reading settings `%s`: %s".formatted(file, e), e);
        }
        Map<String, String> values = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return new Settings(values, file.toString());
    }

    public String text(String key, String fallback) {
        asked.add(key);
        String value = values.get(key);
        if (value == null || value.isEmpty()) {
            return fallback;
        }
        if (value.startsWith("env:")) {
            return variable(key, value.substring("env:".length()));
        }
        return value.startsWith("file:") ? firstLine(key, Path.of(value.substring("file:".length()))) : value;
    }

    /** @throws ProblemException when the key has no value */
    public String text(String key) {
        String value = text(key, null);
        if (value == null) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL, "Reading `%s`: key `%s` is needed".formatted(origin, key));
        }
        return value;
    }

    public int number(String key, int fallback, int least, int most) {
        return (int) number(key, (long) fallback, least, most);
    }

    public long number(String key, long fallback, long least, long most) {
        long number = read(key, fallback, Long::parseLong, "a whole number");
        if (number < least || number > most) {
            throw illegal(key, Long.toString(number), "from %d to %d".formatted(least, most), null);
        }
        return number;
    }

    /** A duration such as {@code 45m}, {@code 30s} or {@code PT45M}. */
    public Duration duration(String key, Duration fallback) {
        return read(key, fallback, Settings::parseDuration, "a duration such as `30s`, `45m` or `2h`");
    }

    public boolean flag(String key, boolean fallback) {
        return read(key, fallback, Settings::parseFlag, "`true` or `false`");
    }

    public Path path(String key, Path fallback) {
        return read(key, fallback, Path::of, "a path").toAbsolutePath().normalize();
    }

    public URI address(String key, URI fallback) {
        return read(key, fallback, URI::create, "an address");
    }

    /** A list separated by commas; blanks around the items are dropped. */
    public List<String> list(String key, List<String> fallback) {
        return read(key, fallback, text -> List.of(text.strip().split("\\s*,\\s*")), "a list");
    }

    /** @throws ProblemException that names every key which nobody asked for */
    public void rejectUnknown() {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading `%s`: keys `%s` are not known; known are `%s`"
                            .formatted(
                                    origin, String.join("`, `", unknown), String.join("`, `", new TreeSet<>(asked))));
        }
    }

    private <T> T read(String key, T fallback, Function<String, T> parse, String allowed) {
        String value = text(key, null);
        if (value == null) {
            if (fallback == null) {
                return parse.apply(text(key));
            }
            return fallback;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw illegal(key, value, allowed, e);
        }
    }

    private ProblemException illegal(String key, String value, String allowed, Throwable cause) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Reading `%s`: key `%s` is `%s`; %s is allowed".formatted(origin, key, value, allowed),
                cause);
    }

    private String variable(String key, String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading `%s`: key `%s` names the environment variable `%s`, which is not set"
                            .formatted(origin, key, name));
        }
        return value.strip();
    }

    private String firstLine(String key, Path file) {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading `%s`: key `%s` names file `%s`: %s".formatted(origin, key, file, e),
                    e);
        }
    }

    private static Duration parseDuration(String text) {
        return text.startsWith("P") ? Duration.parse(text) : Duration.parse("PT" + text);
    }

    private static boolean parseFlag(String text) {
        return switch (text) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
