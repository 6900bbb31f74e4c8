// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What somebody has who has stolen a whole Redis server: every key with all that is in it, and its files, again and again. */
public final class StolenRedis implements AutoCloseable {
    private static final List<String> FILES = List.of("dump.rdb", "appendonly.aof");

    private final RawRedis raw;
    private final Path folder;
    private final List<List<String>> before;
    private final StringBuilder taken = new StringBuilder();
    private final Thread thief = new Thread(this::takeAgainAndAgain, "thief");
    private volatile boolean ended;
    private volatile int entries;

    /**
     * Has the server write all that it does and holds to files from now on, and begins to take.
     *
     * @param raw as who may do everything
     * @param folder of the test's own, for the server's files
     */
    public StolenRedis(RawRedis raw, Path folder) {
        this.raw = raw;
        this.folder = folder;
        before = Stream.of("dir", "rdbcompression", "dbfilename", "appendonly")
                .map(name -> ((List<?>) raw.call("CONFIG", "GET", name))
                        .stream().map(Object::toString).toList())
                .toList();
        set("appendonly", "no");
        set("dir", folder.toString());
        set("rdbcompression", "no");
        set("dbfilename", FILES.get(0));
        set("appendonly", "yes");
        thief.start();
    }

    private void set(String name, String value) {
        require(raw.call("CONFIG", "SET", name, value));
    }

    private static void require(Object answer) {
        if (!"OK".equals(answer)) {
            throw new IllegalStateException("Redis says " + answer);
        }
    }

    private void takeAgainAndAgain() {
        try {
            while (!ended) {
                takeUnlessEnded();
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void takeUnlessEnded() {
        if (!ended) {
            takeOnce();
        }
    }

    /** Every key of every type, as its commands show it and as it is stored. */
    private void takeOnce() {
        for (Object each : (List<?>) raw.call("KEYS", "*")) {
            String key = each.toString();
            Object content = content(key, String.valueOf(raw.call("TYPE", key)));
            if (content instanceof List<?> list) {
                entries += list.size();
            }
            taken.append(key).append(content).append(raw.call("DUMP", key));
        }
    }

    private Object content(String key, String type) {
        return switch (type) {
            case "stream" -> raw.call("XRANGE", key, "-", "+");
            case "string" -> raw.call("GET", key);
            case "list" -> raw.call("LRANGE", key, "0", "-1");
            case "hash" -> raw.call("HGETALL", key);
            case "set" -> raw.call("SMEMBERS", key);
            case "zset" -> raw.call("ZRANGE", key, "0", "-1");
            case "none" -> "";
            default ->
                throw new IllegalStateException("`%s` is of a type that nobody reads here: %s".formatted(key, type));
        };
    }

    /** Ends the taking; gives everything that was taken, by where it was found. */
    public Map<String, String> all() {
        ended = true;
        try {
            thief.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        takeOnce();
        require(raw.call("SAVE"));
        return Map.of("keys", taken.toString(), FILES.get(0), file(FILES.get(0)), FILES.get(1), file(FILES.get(1)));
    }

    /** How many entries of streams were seen on their way; one that lay there long was seen often. */
    public int entries() {
        return entries;
    }

    private String file(String name) {
        try {
            return Files.readString(folder.resolve(name), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where one of the texts was found, in any form in which somebody who has it can read it. */
    public static List<String> found(Map<String, String> everything, List<String> texts) {
        List<String> found = new ArrayList<>();
        everything.forEach((place, content) -> texts.forEach(text -> forms(text).stream()
                .filter(content::contains)
                .map(form -> "`%s` in %s as `%s`".formatted(text, place, form))
                .forEach(found::add)));
        return found;
    }

    private static List<String> forms(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        List<String> forms = new ArrayList<>(List.of(
                new String(bytes, ISO_8859_1),
                URLEncoder.encode(text, UTF_8),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes)));
        for (int before = 0; before < 3; before++) {
            String inside = inside(bytes, before);
            forms.add(inside);
            forms.add(inside.replace('+', '-').replace('/', '_'));
        }
        return forms.stream().filter(Objects::nonNull).distinct().toList();
    }

    /** What of a text's Base64 is the same whatever stands around it, when so many bytes stand before it. */
    private static String inside(byte[] text, int before) {
        byte[] all = new byte[before + text.length];
        System.arraycopy(text, 0, all, before, text.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(all);
        int begin = (before * 8 + 5) / 6;
        return encoded.substring(begin, all.length * 8 / 6);
    }

    @Override
    public void close() {
        ended = true;
        synchronized (this) {
            set("appendonly", "no");
            before.forEach(setting -> set(setting.get(0), setting.get(1)));
            raw.close();
        }
    }
}
