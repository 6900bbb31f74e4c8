// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobStatus;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the fields of an operation refuse is heard of, since the answer is 200 all the same. */
class RefusedFieldsTest extends EngineRig {
    private static final Caller THIEF = Caller.job(7, "ann", Set.of(Grant.of("JOBS:RO")));

    @Test
    void fieldWithoutItsScopeAndAClosedOneAreHeardOf() {
        execute("{me {username}}", Map.of(), THIEF);
        execute("mutation {deleteUser}", Map.of(), THIEF);

        assertThat(problems)
                .extracting(ProblemException::problem)
                .containsExactly(Problem.SCOPE_MISSING, Problem.FIELD_CLOSED);
    }

    @Test
    void jobThatTheCallerMayNotSeeIsHeardOfThoughItIsOnlyNull() {
        service.add(3, JobStatus.SUCCESS);

        execute("{job(id: 3) {id} other: job(id: 4) {id}}");

        assertThat(problems).extracting(ProblemException::problem).containsExactly(Problem.JOB_UNKNOWN);
        assertThat(problems.get(0)).hasMessage("Looking for job 4: no such job");
    }
}
