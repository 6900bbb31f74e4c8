// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Cards in random order, shuffled anew when all were dealt: what is rare comes too, also in few runs. */
final class Deck<T> {
    private final List<T> cards = new ArrayList<>();
    private final Deque<T> left = new ArrayDeque<>();
    private final Random random;

    Deck(Random random) {
        this.random = random;
    }

    /** Puts so many of a card in. */
    Deck<T> with(int count, T card) {
        cards.addAll(Collections.nCopies(count, card));
        return this;
    }

    T deal() {
        if (left.isEmpty()) {
            List<T> shuffled = new ArrayList<>(cards);
            Collections.shuffle(shuffled, random);
            left.addAll(shuffled);
        }
        return left.pop();
    }
}
