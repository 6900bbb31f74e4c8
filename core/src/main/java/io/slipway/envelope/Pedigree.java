// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a master came to its key: each key that it had was replaced by one that the older one has signed. Who knows any of them finds the newest by it,
 * and believes nobody else's.
 *
 * @param steps oldest first
 */
public record Pedigree(List<Step> steps) {
    /** Of a key that took nobody's place. */
    public static final Pedigree NONE = new Pedigree(List.of());

    /** Somebody who was away for longer must be enrolled again. */
    private static final int MOST = 16;

    private static final String BETWEEN_STEPS = " ";
    private static final String BETWEEN_PARTS = ",";

    public Pedigree {
        steps = List.copyOf(steps.subList(Math.max(0, steps.size() - MOST), steps.size()));
    }

    /**
     * A key in another one's place.
     *
     * @param older as text
     * @param newer as text
     * @param signature the older one's, of the newer
     */
    public record Step(String older, String newer, String signature) {

        /** @param older the key that is to be replaced, which signs that */
        public static Step of(SigningKey older, VerifyingKey newer) {
            String old = older.publicHalf().text();
            return new Step(old, newer.text(), older.sign(statement(old, newer.text())));
        }

        private boolean leadsOn(VerifyingKey from) {
            return older.equals(from.text()) && from.fits(statement(older, newer), signature);
        }

        private static String statement(String older, String newer) {
            return "slipway master key 1\n%s\n%s".formatted(older, newer);
        }
    }

    /** The step to the newest key; empty when there is none. */
    Optional<Step> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }

    /** The newest key that this one has led to; itself when it was not replaced. */
    public VerifyingKey newest(VerifyingKey known) {
        VerifyingKey newest = known;
        for (Step step : steps) {
            if (step.leadsOn(newest)) {
                newest = VerifyingKey.of(step.newer());
            }
        }
        return newest;
    }

    /** As it stands in an envelope; empty for none. */
    public String text() {
        return steps.stream()
                .map(step -> String.join(BETWEEN_PARTS, step.older(), step.newer(), step.signature()))
                .collect(Collectors.joining(BETWEEN_STEPS));
    }

    /** What {@link #text} gave; what is no step, or one too many, is left out. */
    public static Pedigree of(String text) {
        List<Step> steps = new ArrayList<>();
        for (String step : text.split(BETWEEN_STEPS, MOST + 1)) {
            String[] parts = step.split(BETWEEN_PARTS);
            if (parts.length == 3 && isKey(parts[1])) {
                steps.add(new Step(parts[0], parts[1], parts[2]));
            }
        }
        return new Pedigree(steps);
    }

    private static boolean isKey(String text) {
        try {
            VerifyingKey.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
