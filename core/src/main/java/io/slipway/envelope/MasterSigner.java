// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What a master signs with: its key, which may be replaced while it runs, and how it came to that. The key that is to be the next one waits in a
 * file beside that of the key. Safe for many threads.
 */
public final class MasterSigner {
    private final Path file;
    private volatile Held held;

    private record Held(SigningKey key, Pedigree pedigree) {}

    private MasterSigner(Path file, SigningKey key) {
        this.file = file;
        this.held = new Held(key, Pedigree.NONE);
    }

    /** Reads the key; makes it when there is none. @throws ProblemException as {@link SigningKey#open} */
    public static MasterSigner open(Path file) {
        return new MasterSigner(file, SigningKey.open(file));
    }

    /** With a key that stays. */
    public static MasterSigner of(SigningKey key) {
        return new MasterSigner(null, key);
    }

    /** What runners know this master by. */
    public VerifyingKey publicHalf() {
        return held.key.publicHalf();
    }

    Signed sign(String text) {
        Held now = held;
        return new Signed(now.key.sign(text), now.pedigree.text());
    }

    /** @param pedigree as text; empty for none */
    record Signed(String signature, String pedigree) {}

    /** The step from the key to the next one, which is made when there is none. */
    public Pedigree.Step step() {
        SigningKey key = held.key;
        return Pedigree.Step.of(key, SigningKey.open(waiting(key.publicHalf())).publicHalf());
    }

    /**
     * Signs with the newest key of a pedigree from now on when it is there: in the file, or waiting to be the next one. Other masters of the same file
     * may do the same at the same time. Makes no key.
     *
     * @param pedigree empty for a key that took nobody's place
     * @return false when it is not there; then nothing changes
     */
    public synchronized boolean take(Pedigree pedigree) {
        SigningKey key = pedigree.last().map(this::after).orElse(held.key);
        boolean isThere = pedigree.last().filter(step -> !is(key, step.newer())).isEmpty();
        if (isThere) {
            held = new Held(key, pedigree);
        }
        return isThere;
    }

    /** The key that the file holds, now that a step was made. */
    private SigningKey after(Pedigree.Step step) {
        if (file == null || is(held.key, step.newer())) {
            return held.key;
        }
        promote(step);
        return SigningKey.read(file).orElse(held.key);
    }

    private static boolean is(SigningKey key, String expected) {
        return key.publicHalf().text().equals(expected);
    }

    /** Puts the newer key into the file when it waits for that. */
    private void promote(Pedigree.Step step) {
        Path next = waiting(VerifyingKey.of(step.older()));
        try {
            // Another master may move it away at any moment: none is made in its place.
            if (SigningKey.read(next).filter(key -> is(key, step.newer())).isPresent()) {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException e) {
            // Another master was faster; it is in the file then.
            return;
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Putting the new key in place of `%s`: %s".formatted(file, e), e);
        }
    }

    /** Where the key waits that is to take a key's place; named after that, so that nobody takes it for a later one. */
    private Path waiting(VerifyingKey key) {
        return file.resolveSibling(file.getFileName() + ".after-" + key.fingerprint());
    }
}
