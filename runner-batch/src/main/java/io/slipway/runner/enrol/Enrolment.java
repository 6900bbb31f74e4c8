// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import io.slipway.envelope.EnrolmentToken;
import io.slipway.envelope.RunnerKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.redis.RedisSettings;
import io.slipway.message.redis.RedisUser;
import io.slipway.runner.enrol.KeyFolder.Kept;
import io.slipway.runner.enrol.KeyFolder.Result;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out who this runner is: by the keys that it has kept, or by enrolling, when it has none yet or its settings bring a token that it
 * has not used. A runner with good keys does not stand still over a token that is not.
 */
public final class Enrolment {
    private static final System.Logger LOG = System.getLogger(Enrolment.class.getName());
    /** A master that starts for the first time, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Of a runner that could work meanwhile. */
    private static final Duration PATIENCE_WITH_KEYS = Duration.ofSeconds(10);

    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9.:_\\[\\]-]+(/[A-Za-z0-9._~/-]*)?");

    private final RunnerName name;
    private final EnrolmentSettings settings;
    private final KeyFolder folder;

    /** @param state the runner's own folder */
    public Enrolment(RunnerName name, EnrolmentSettings settings, Path state) {
        this.name = name;
        this.settings = settings;
        this.folder = new KeyFolder(state.resolve("keys"));
    }

    /**
     * Returns when the runner has keys that its master knows; asks the master when need be, which may take minutes.
     *
     * @throws ProblemException SETTING_ILLEGAL when it cannot be enrolled as it is set up, ENROLMENT_FAILED when it was not
     */
    public Identity identity() {
        Optional<Kept> kept = folder.newest().filter(this::isOurs);
        boolean bringsToken = !settings.token().isEmpty()
                && kept.filter(known -> known.result().token().equals(hash(settings.token())))
                        .isEmpty();
        Identity identity = kept.map(Kept::identity).orElse(null);
        if (bringsToken) {
            identity = enrol(kept);
        } else if (identity == null) {
            throw illegal(
                    "enrol.token",
                    "it was never enrolled, and has no token; an enrolment token of the master is needed");
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Runner {0}: the fingerprint of its keys is {1}",
                name,
                identity.keys().publicHalves().fingerprint());
        return identity;
    }

    /**
     * The Redis that messages go by, as this runner logs in there: with the password that it made when it was enrolled, where its settings say
     * so. After {@link #identity}.
     *
     * @throws ProblemException SETTING_ILLEGAL when it was enrolled by a version that made none
     */
    public RedisSettings redis(RedisSettings redis) {
        if (!settings.redis()) {
            return redis;
        }
        String password = folder.password()
                .orElseThrow(
                        () -> illegal(
                                "redis.enrolled",
                                "it was enrolled by a version that made no password at Redis; a new enrolment token for its name is needed"));
        return redis.as(RedisUser.nameOf(name), password);
    }

    private boolean isOurs(Kept kept) {
        boolean ours = kept.result().name().equals(name);
        if (!ours) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Runner {0}: its keys were enrolled for {1}; it must be enrolled under its own name",
                    name,
                    kept.result().name());
        }
        return ours;
    }

    private Identity enrol(Optional<Kept> kept) {
        try {
            return enrol(kept.isPresent() ? PATIENCE_WITH_KEYS : PATIENCE);
        } catch (ProblemException e) {
            if (kept.isEmpty() || e.problem() != Problem.ENROLMENT_FAILED) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} ({1}). It goes on with the keys that it has.",
                    e.getMessage(),
                    e.problem().code());
            return kept.get().identity();
        }
    }

    private Identity enrol(Duration patience) {
        EnrolmentCall call = new EnrolmentCall(master(), name);
        RunnerKeys keys = folder.next();
        Masters masters = call.send(token(), keys.publicHalves(), hash(folder.nextPassword()), patience);
        folder.enrolled(new Result(name, masters, hash(settings.token())));
        LOG.log(System.Logger.Level.INFO, "Runner {0} was enrolled at {1}", name, settings.master());
        return new Identity(name, keys, masters);
    }

    private URI master() {
        if (!ADDRESS.matcher(settings.master()).matches()) {
            throw illegal(
                    "master.address",
                    "it is `%s`; the address of the master, such as `https://slipway.example.org`, is needed to enrol"
                            .formatted(settings.master()));
        }
        return URI.create(settings.master());
    }

    private EnrolmentToken token() {
        try {
            return new EnrolmentToken(settings.token());
        } catch (IllegalArgumentException e) {
            throw illegal("enrol.token", e.getMessage());
        }
    }

    private ProblemException illegal(String key, String found) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL, "Starting runner `%s`, key `%s`: %s".formatted(name, key, found));
    }

    /** Of a token that was used, and of a password: for who has it and nobody else. */
    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }
}
