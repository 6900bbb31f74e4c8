// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static java.util.Objects.requireNonNull;

import io.slipway.job.RunnerName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A user of the shared Redis, as Redis's ACL knows it.
 *
 * @param name as it logs in
 * @param hash SHA-256 of its password, in hexadecimal; that is how Redis keeps it, so a password must be long and random
 * @param rules what it may do
 */
public record RedisUser(String name, String hash, List<String> rules) {
    /** How the name of every user begins that is a runner's. */
    static final String RUNNER = "runner:";

    /** As which a master logs in when nobody says otherwise. */
    public static final String MASTER = "slipway-master";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    /** What is done to a stream by who reads it, and by who writes to it; and nothing else. */
    private static final List<String> STREAMS = List.of(
            "+xadd",
            "+xlen",
            "+xreadgroup",
            "+xautoclaim",
            "+xack",
            "+xdel",
            "+xgroup|create",
            "+multi",
            "+exec",
            "+ping");

    public RedisUser {
        requireNonNull(name, "name");
        rules = List.copyOf(rules);
        if (!isHash(hash)) {
            throw new IllegalArgumentException("`%s` is no SHA-256; 64 of `0-9a-f` are allowed".formatted(hash));
        }
    }

    /** Whether this is a SHA-256 as Redis writes it. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** What Redis keeps of a password. */
    public static String hash(String password) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    /** The user that a runner logs in as. */
    public static String nameOf(RunnerName runner) {
        return RUNNER + runner.value();
    }

    /** A runner: its inbox and its events, by their whole names, since one runner's name may begin like another's. */
    public static RedisUser runner(RunnerName runner, String hash) {
        List<String> rules = new ArrayList<>(List.of("~" + Keys.inbox(runner), "~" + Keys.events(runner)));
        rules.addAll(List.of("resetchannels", "-@all"));
        rules.addAll(STREAMS);
        return new RedisUser(nameOf(runner), hash, rules);
    }

    /**
     * A master: the keys of all runners.
     *
     * @param name as it logs in
     * @param keepsUsers whether it makes the users of runners; who may do that can make itself whatever it likes, so it administers the server
     */
    public static RedisUser master(String name, String hash, boolean keepsUsers) {
        List<String> rules = new ArrayList<>(List.of("~" + Keys.ALL, "resetchannels", "-@all"));
        rules.addAll(STREAMS);
        rules.add("+del");
        if (keepsUsers) {
            rules.add("+acl");
        }
        return new RedisUser(name, hash, rules);
    }

    /** What makes it, after {@code ACL SETUSER}. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(name, "reset", "on", "#" + hash));
        words.addAll(rules);
        return words;
    }

    /** Its line in Redis's ACL file. */
    public String line() {
        return "user %s on #%s %s".formatted(name, hash, String.join(" ", rules));
    }
}
