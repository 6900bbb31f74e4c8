// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.keyfile.RotatingKeys;
import io.slipway.keyfile.RotatingKeys.Kind;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that masters open with what runners say: runners are to seal to the newest, and those that have not learned it yet seal to an older one. All
 * masters of a database have the same. Safe for many threads.
 */
public final class OpeningKeys {
    private static final Kind<List<OpeningKey>> KIND = new Kind<>(
            "key that runners seal to (`opening.key`)",
            "the file of the backup is needed, or a new one as the manual's page on operation says",
            SealingKey.PARAMETERS,
            OpeningKeys::newestFirst);

    private final RotatingKeys<List<OpeningKey>> keys;
    private volatile Told told;
    private volatile boolean outdated;

    private OpeningKeys(RotatingKeys<List<OpeningKey>> keys) {
        this.keys = keys;
    }

    /**
     * Reads the keys; makes the first one when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no such key, DISK_REFUSED when it cannot be read or made
     */
    public static OpeningKeys open(Path file) {
        try {
            HybridConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Preparing to open messages: " + e.getMessage(), e);
        }
        return new OpeningKeys(RotatingKeys.open(file, KIND));
    }

    private static List<OpeningKey> newestFirst(KeysetHandle keyset) throws GeneralSecurityException {
        List<OpeningKey> keys = new ArrayList<>();
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (!(entry.getKey() instanceof HpkePrivateKey stored)) {
                throw new GeneralSecurityException(
                        "it is a " + entry.getKey().getClass().getSimpleName());
            }
            keys.add(entry.isPrimary() ? 0 : keys.size(), OpeningKey.of(stored));
        }
        return List.copyOf(keys);
    }

    /**
     * What was in something sealed.
     *
     * @param sealedTo the key that it was sealed to
     */
    public record Opened(String text, SealingKey sealedTo) {}

    /**
     * What runners are told to seal to.
     *
     * @param number its place among the keys of all masters of the database
     */
    public record Told(SealingKey key, long number) {}

    /** What runners are told to seal to; empty until that is known, and when this master has not the newest key. */
    public Optional<Told> told() {
        return Optional.ofNullable(told);
    }

    /**
     * Has runners be told one of these keys.
     *
     * @param number its place among the keys of all masters of the database
     * @return false when it is not among these, as they were read last; then nothing changes
     */
    public boolean tell(String publicHalf, long number) {
        Optional<SealingKey> key = keys.asRead().stream()
                .map(OpeningKey::publicHalf)
                .filter(half -> half.text().equals(publicHalf))
                .findFirst();
        key.ifPresent(half -> {
            told = new Told(half, number);
            outdated = false;
        });
        return key.isPresent();
    }

    /** Has runners be told nothing, since another master has a newer key. */
    public void tellNothing() {
        told = null;
        outdated = true;
    }

    /** Whether another master is known to have a newer key. */
    public boolean isOutdated() {
        return outdated;
    }

    /** Whether a key is among these, as they were read last. */
    public boolean has(String publicHalf) {
        return keys.asRead().stream().anyMatch(key -> key.publicHalf().text().equals(publicHalf));
    }

    /** The newest key, as it was read last. */
    public SealingKey newest() {
        return keys.asRead().get(0).publicHalf();
    }

    /**
     * Opens what was sealed to one of these keys, also to one that another master has just made.
     *
     * @param sealed in Base64
     * @return empty when it was sealed to another key, for another context, or was changed since
     */
    public Optional<Opened> open(String sealed, String context) {
        Optional<Opened> opened = opened(keys.asRead(), sealed, context);
        return opened.isPresent() ? opened : opened(keys.byNow(), sealed, context);
    }

    private static Optional<Opened> opened(List<OpeningKey> keys, String sealed, String context) {
        return keys.stream()
                .flatMap(key -> key.open(sealed, context).map(text -> new Opened(text, key.publicHalf())).stream())
                .findFirst();
    }

    /** Finds out what other masters have done to the keys. */
    public void refresh() {
        keys.byNow();
    }

    /** How many keys there are; more than one while a new one takes the place of an old one. */
    public int size() {
        return keys.size();
    }

    /** Makes a key that runners are to seal to from now on. Nobody else may do so at the same time, at this master or at another. */
    public void add() {
        keys.add();
    }

    /** Throws away every key but the newest: what is sealed to another one opens never again. */
    public void retire() {
        keys.retire();
    }
}
