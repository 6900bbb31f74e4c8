// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.check.Facts.Move;
import io.slipway.job.JobStatus;
import java.util.ArrayList;
import java.util.List;

/** Whether a job's history has exactly one terminal status for each request, and every move in it is a legal one. */
final class OneEnd {
    private OneEnd() {}

    static List<String> complaints(List<Move> moves, Requests requests) {
        List<String> complaints = new ArrayList<>();
        if (moves.isEmpty()) {
            return List.of("it has no history: it was never stored");
        }
        int reopened = 0;
        for (int n = 1; n < moves.size(); n++) {
            Move before = moves.get(n - 1);
            Move after = moves.get(n);
            boolean opens = status(before).mayBeRestarted() && after.waiting();
            if (opens) {
                reopened++;
            } else if (status(before).isTerminal()) {
                complaints.add("after its end `%s` it became `%s`".formatted(before.status(), after.status()));
            } else if (status(before) != status(after) && !status(before).canBecome(status(after))) {
                complaints.add("`%s` followed on `%s`".formatted(after.status(), before.status()));
            }
            countsUp(before, after, complaints);
        }
        Move last = moves.get(moves.size() - 1);
        if (!status(last).isTerminal()) {
            complaints.add("it has no end; it is `%s`".formatted(last.status()));
        }
        if (reopened < requests.restarted() || reopened > requests.restarted() + requests.restartUnanswered()) {
            complaints.add("it was opened again %d times; %d restarts were accepted and %d had no answer"
                    .formatted(reopened, requests.restarted(), requests.restartUnanswered()));
        }
        return complaints;
    }

    private static void countsUp(Move before, Move after, List<String> complaints) {
        int attempts = after.attempt() - before.attempt();
        long epochs = after.epoch() - before.epoch();
        if (attempts < 0 || attempts > 1 || epochs < attempts) {
            complaints.add("attempt %d with epoch %d followed on attempt %d with epoch %d"
                    .formatted(after.attempt(), after.epoch(), before.attempt(), before.epoch()));
        }
    }

    private static JobStatus status(Move move) {
        return JobStatus.ofWord(move.status());
    }
}
