// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.bench.chaos.check.Facts.Move;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Deliveries that are as they must be have no complaints, and every violation that is planted in them is seen. */
class EveryEndTest {
    private static final List<Move> RESTARTED = moves("queued", "running", "failed", "queued", "running", "success");
    private static final Delivered FAILED = new Delivered("a", "failed", "{1}", true);
    private static final Delivered SUCCESS = new Delivered("b", "success", "{2}", true);

    private static List<Move> moves(String... statuses) {
        return Stream.of(statuses)
                .map(status -> new Move("10:00:00", status, false, 1, 1))
                .toList();
    }

    private static List<String> complaints(Delivered... copies) {
        return EveryEnd.complaints(RESTARTED, List.of(copies));
    }

    @Test
    void everyEndThatIsToldOnceOrMoreIsRight() {
        Delivered turnedAway = new Delivered("a", "failed", "{1}", false);

        assertThat(complaints(FAILED, SUCCESS)).isEmpty();
        assertThat(complaints(turnedAway, SUCCESS, FAILED, FAILED)).isEmpty();
    }

    @Test
    void endThatIsToldToNobodyIsSeen() {
        assertThat(complaints(SUCCESS))
                .containsExactly("it ended as `failed` 1 times, and its webhook has taken 0 of them");
    }

    @Test
    void endThatWasOnlyTurnedAwayIsSeen() {
        assertThat(complaints(FAILED, new Delivered("b", "success", "{2}", false)))
                .containsExactly("it ended as `success` 1 times, and its webhook has taken 0 of them");
    }

    @Test
    void secondKeyOfOneEndIsSeen() {
        assertThat(complaints(FAILED, SUCCESS, new Delivered("c", "success", "{2}", true)))
                .containsExactly(
                        "its webhook was told 2 times, with a key each, that it is `success`; it has ended so 1 times");
    }

    @Test
    void secondBodyOfOneKeyIsSeen() {
        assertThat(complaints(FAILED, SUCCESS, new Delivered("b", "success", "{3}", true)))
                .containsExactly("delivery b came with 2 bodies");
    }

    @Test
    void endThatHasNotComeAndIsToldIsSeen() {
        assertThat(EveryEnd.tooMuch(moves("queued", "running"), List.of(FAILED)))
                .containsExactly(
                        "its webhook was told 1 times, with a key each, that it is `failed`; it has ended so 0 times");
        assertThat(EveryEnd.tooMuch(moves("queued", "running"), List.of())).isEmpty();
    }

    @Test
    void jobWhoseEndIsToldToNobodyHasAComplaint() {
        SeenJob job = new SeenJob();
        job.found = Optional.empty();
        job.deliveries = List.of();

        assertThat(job.complaints())
                .containsExactly("DELIVERED: it ended as `success` 1 times, and its webhook has taken 0 of them");
    }
}
