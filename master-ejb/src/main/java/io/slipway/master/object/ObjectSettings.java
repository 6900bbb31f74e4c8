// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.object;

import static java.util.Objects.requireNonNull;

import io.slipway.artifact.ArtifactName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The object store, and how long its addresses are good.
 *
 * @param takesNew whether new artifacts go there; those that are there can be had in any case
 * @param upstream where the master reaches it
 * @param outside where runners and browsers reach it
 * @param prefix what the keys of all objects begin with; empty or with a slash at its end
 * @param pathStyle whether the bucket stands in the path of addresses and not in their host
 * @param uploadTime how long an address to put an object is good
 * @param downloadTime how long an address to get one is good
 */
public record ObjectSettings(
        boolean takesNew,
        URI upstream,
        URI outside,
        Keys keys,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        Duration uploadTime,
        Duration downloadTime) {
    /** What S3 takes in one request. */
    public static final long MOST_BYTES = 5L << 30;

    private static final int LONGEST_PREFIX = 256;
    private static final Duration LEAST_TIME = Duration.ofMinutes(1);
    private static final Duration MOST_TIME = Duration.ofDays(7);

    public ObjectSettings {
        requireNonNull(upstream, "upstream");
        requireNonNull(outside, "outside");
        requireNonNull(keys, "keys");
    }

    /** The two keys that the store knows the master by. */
    public record Keys(String access, String secret) {
        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "access key " + access;
        }
    }

    /**
     * Keys {@code artifacts.store} ({@code folder} or {@code s3}) and {@code artifacts.s3.*}; empty when no {@code artifacts.s3.upstream} is given.
     *
     * @param artifactLimit the most bytes of one artifact
     */
    public static Optional<ObjectSettings> from(Settings settings, long artifactLimit) {
        boolean takesNew = takesNew(settings.text("artifacts.store", "folder"));
        String upstream = settings.text("artifacts.s3.upstream", "");
        String outside = settings.text("artifacts.s3.outside", upstream);
        String access = settings.text("artifacts.s3.access-key", "");
        String secret = settings.text("artifacts.s3.secret-key", "");
        String region = settings.text("artifacts.s3.region", "us-east-1");
        String bucket = settings.text("artifacts.s3.bucket", "");
        String prefix = settings.text("artifacts.s3.prefix", "");
        boolean pathStyle = settings.flag("artifacts.s3.path-style", true);
        Duration uploadTime = time(settings, "artifacts.s3.upload-time", Duration.ofMinutes(15));
        Duration downloadTime = time(settings, "artifacts.s3.download-time", Duration.ofMinutes(5));
        if (upstream.isEmpty() && !takesNew) {
            return Optional.empty();
        }
        Stream.of("upstream", "access-key", "secret-key", "bucket")
                .forEach(key -> settings.text("artifacts.s3." + key));
        if (takesNew && artifactLimit > MOST_BYTES) {
            throw illegal(
                    "artifact.limit",
                    Long.toString(artifactLimit),
                    "at most %d with an object store".formatted(MOST_BYTES));
        }
        return Optional.of(new ObjectSettings(
                takesNew,
                address("artifacts.s3.upstream", upstream),
                address("artifacts.s3.outside", outside),
                new Keys(access, secret),
                region,
                bucket,
                prefix(prefix),
                pathStyle,
                uploadTime,
                downloadTime));
    }

    private static boolean takesNew(String store) {
        return switch (store) {
            case "folder" -> false;
            case "s3" -> true;
            default -> throw illegal("artifacts.store", store, "`folder` or `s3`");
        };
    }

    /** Without a scheme it is a host that speaks TLS, as the original has it. */
    private static URI address(String key, String text) {
        try {
            URI address = URI.create(text.contains("://") ? text : "https://" + text);
            boolean web = Set.of("http", "https").contains(address.getScheme());
            boolean bare = Set.of("", "/").contains(address.getPath()) && address.getQuery() == null;
            if (web && bare && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw illegal(key, text, "an address such as `https://s3.example.org`");
        }
        throw illegal(key, text, "an address such as `https://s3.example.org`, without path and user");
    }

    private static String prefix(String text) {
        String bare = text.replaceAll("^/+|/+$", "");
        boolean plain = bare.isEmpty()
                || bare.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PREFIX
                        && Stream.of(bare.split("/", -1)).allMatch(ArtifactName::isLegal);
        if (!plain) {
            throw illegal(
                    "artifacts.s3.prefix",
                    text,
                    "names with `/` between them, none of them `.` or `..`, of at most %d bytes"
                            .formatted(LONGEST_PREFIX));
        }
        return bare.isEmpty() ? "" : bare + "/";
    }

    private static Duration time(Settings settings, String key, Duration fallback) {
        Duration time = settings.duration(key, fallback);
        if (time.compareTo(LEAST_TIME) < 0 || time.compareTo(MOST_TIME) > 0) {
            throw illegal(key, time.toString(), "from 1m to 168h");
        }
        return time;
    }

    private static ProblemException illegal(String key, String found, String allowed) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Reading the settings of the object store: key `%s` is `%s`; %s is allowed"
                        .formatted(key, found, allowed));
    }
}
