// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws what is broken. A master takes long to start and the others do not, so it is killed rarely. About one of three pauses and cuts lasts
 * longer than the lease, so that the master takes attempts back.
 */
final class FaultPlanner {
    private static final int TWO_AT_ONCE_PERCENT = 25;
    private static final int LONG_PERCENT = 33;
    private static final long SHORTEST = 300;
    private static final long SHORT = 3_000;
    private static final long BEYOND_LEASE = 500;
    private static final long AWAY = 2_000;
    private static final long LAST_BEGIN = 2_500;
    private static final long LAST_REAL_BEGIN = 12_000;

    private final Conditions conditions;
    private final Random random;
    private final Deck<Card> deck;

    FaultPlanner(Conditions conditions, Random random) {
        this.conditions = conditions;
        this.random = random;
        this.deck = conditions.real() ? machines(random) : fakes(random);
    }

    private record Card(Part part, FaultKind kind) {}

    private static Deck<Card> fakes(Random random) {
        return servers(new Deck<Card>(random)).with(4, new Card(Part.GUEST, FaultKind.VANISH));
    }

    private static Deck<Card> machines(Random random) {
        return servers(new Deck<Card>(random))
                .with(8, new Card(Part.GUEST, FaultKind.KILL))
                .with(3, new Card(Part.GUEST, FaultKind.PAUSE));
    }

    private static Deck<Card> servers(Deck<Card> deck) {
        return deck.with(10, new Card(Part.RUNNER, FaultKind.KILL))
                .with(5, new Card(Part.RUNNER, FaultKind.PAUSE))
                .with(3, new Card(Part.RUNNER, FaultKind.RESTART))
                .with(5, new Card(Part.RUNNER, FaultKind.CUT))
                .with(1, new Card(Part.MASTER, FaultKind.KILL))
                .with(5, new Card(Part.MASTER, FaultKind.PAUSE))
                .with(1, new Card(Part.MASTER, FaultKind.RESTART))
                .with(3, new Card(Part.MASTER, FaultKind.CUT))
                .with(4, new Card(Part.REDIS, FaultKind.KILL))
                .with(3, new Card(Part.REDIS, FaultKind.PAUSE))
                .with(2, new Card(Part.REDIS, FaultKind.RESTART))
                .with(3, new Card(Part.REDIS, FaultKind.CUT))
                .with(5, new Card(Part.REDIS, FaultKind.EMPTY))
                .with(4, new Card(Part.POSTGRESQL, FaultKind.KILL))
                .with(3, new Card(Part.POSTGRESQL, FaultKind.PAUSE))
                .with(2, new Card(Part.POSTGRESQL, FaultKind.RESTART))
                .with(3, new Card(Part.POSTGRESQL, FaultKind.CUT));
    }

    /** @param jobs how many the run has */
    List<Fault> next(int jobs) {
        List<Fault> faults = new ArrayList<>();
        int count = random.nextInt(100) < TWO_AT_ONCE_PERCENT ? 2 : 1;
        while (faults.size() < count) {
            Fault drawn = draw(jobs);
            boolean again =
                    faults.stream().anyMatch(fault -> fault.part() == drawn.part() && fault.which() == drawn.which());
            if (!again) {
                faults.add(drawn);
            }
        }
        return faults;
    }

    private Fault draw(int jobs) {
        Card card = deck.deal();
        int which = switch (card.part()) {
            case RUNNER -> random.nextInt(conditions.runners());
            case GUEST -> random.nextInt(jobs);
            case MASTER, REDIS, POSTGRESQL -> 0;
        };
        long after = between(0, conditions.real() ? LAST_REAL_BEGIN : LAST_BEGIN);
        return new Fault(card.part(), which, card.kind(), after, lasts(card));
    }

    private long lasts(Card card) {
        boolean beyondLease = random.nextInt(100) < LONG_PERCENT;
        boolean mayBeLong =
                card.part() == Part.RUNNER || card.kind() == FaultKind.PAUSE || card.kind() == FaultKind.CUT;
        if (beyondLease && mayBeLong) {
            return conditions.lease() + between(BEYOND_LEASE, SHORT);
        }
        return switch (card.kind()) {
            case KILL, RESTART -> between(0, AWAY);
            case PAUSE, CUT -> between(SHORTEST, SHORT);
            case EMPTY, VANISH -> 0;
        };
    }

    private long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }
}
