// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.enrol.EnrolmentTokens;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the thief of a runner tries by its tokens. Each try is refused, and is in the master's log with the name of the runner. */
class StolenTokensTest extends WithStolenRunner {
    @Test
    void artifactOfAnothersJobIsNotTaken() {
        assertThat(problemOf(() -> rig.master
                        .receiveArtifact()
                        .receive(
                                theirs.job(),
                                own.uploadToken(),
                                new ArtifactUpload(0, "out.txt", "out.txt"),
                                new ByteArrayInputStream(new byte[1]))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);

        log.awaitLine(
                Problem.CREDENTIALS_WRONG, "upload token of " + own.attempt(), "`runner-1`", "job " + theirs.job());
        assertThat(rig.view(theirs.job()).artifacts()).isEmpty();
    }

    @Test
    void cacheOfAnothersJobIsNeitherGivenNorTaken() {
        assertThat(problemOf(() -> rig.master.jobCaches().find(theirs.job(), own.uploadToken(), "kept")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> rig.master
                        .jobCaches()
                        .save(theirs.job(), own.uploadToken(), "kept", new ByteArrayInputStream(new byte[1]))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);

        log.awaitLine(
                Problem.CREDENTIALS_WRONG,
                "upload token of " + own.attempt(),
                "`runner-1`",
                "cache of job " + theirs.job());
    }

    @Test
    void cacheOfAnotherOwnerIsNotGivenByTheOwnJobsToken() {
        assertThat(problemOf(() -> rig.master.jobCaches().find(own.attempt().job(), own.uploadToken(), "../1/kept")))
                .isEqualTo(Problem.CACHE_UNKNOWN);
    }

    @Test
    void tokenOfTheOwnJobReadsNothingOfAnotherOwner() {
        String token = own.token().text();
        Caller job = rig.within(() -> rig.master.tokens().caller(token));

        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> rig.within(() -> rig.master.jobs().find(job, theirs.job())),
                () -> rig.within(() -> rig.master.logs().read(job, theirs.job(), 0, LogName.SETUP, 0, 100)),
                () -> rig.master.findArtifact().find(job, theirs.job(), 1, "attachment"))) {
            assertThat(problemOf(read)).isEqualTo(Problem.JOB_UNKNOWN);
        }
        String uuid = rig.within(() -> rig.master.secrets().list(Caller.loggedIn(userOf("mira"), "mira", false)))
                .get(0)
                .uuid()
                .toString();
        assertThat(problemOf(() -> rig.within(() -> rig.master.secrets().find(job, uuid))))
                .isEqualTo(Problem.NO_SUCH_SECRET);
        assertThat(rig.within(() -> rig.master.secrets().list(job)).toString()).doesNotContain(CONTENT);
    }

    /** What the API does for each call that it refuses. */
    @Test
    void whatIsRefusedToTheTokenOfAJobIsLoggedWithItsRunner() {
        String token = own.token().text();
        rig.transaction.separate(() -> rig.master
                .refusedCalls()
                .ofJob(token, new ProblemException(Problem.JOB_UNKNOWN, "Looking for job 7: no such job")));

        log.awaitLine(Problem.JOB_UNKNOWN, "the token of " + own.attempt(), "`runner-1`");
        assertThat(log.lines()).noneMatch(line -> line.contains(token));
    }

    @Test
    void secondRunnerIsNotEnrolledWithTheTokenOfTheFirst() {
        String token = rig.within(
                        () -> rig.master.enrolments().tokens().issue(rig.admin, STOLEN, EnrolmentTokens.LIFETIME))
                .token()
                .text();
        enrol(token, STOLEN);

        assertThat(problemOf(() -> enrol(token, new RunnerName("evil")))).isEqualTo(Problem.ENROLMENT_TOKEN_USED);
        log.awaitLine(Problem.ENROLMENT_TOKEN_USED, "`evil`", "used by runner `runner-1`");
    }

    @Test
    void secondRunnerIsNotEnrolledWithTheTokensOfTheJobNorTheRunnersName() {
        assertThat(problemOf(() -> enrol(own.token().text(), new RunnerName("evil"))))
                .isEqualTo(Problem.ENROLMENT_TOKEN_WRONG);
        assertThat(problemOf(() -> enrol(own.uploadToken(), OTHER))).isEqualTo(Problem.ENROLMENT_TOKEN_WRONG);

        log.awaitLine(Problem.ENROLMENT_TOKEN_WRONG, "`evil`");
        log.awaitLine(Problem.ENROLMENT_TOKEN_WRONG, "`runner-2`");
        assertThat(rig.within(() -> rig.master.enrolments().runners().list(rig.admin)))
                .extracting(runner -> runner.name())
                .containsExactly(STOLEN, OTHER);
    }

    @Test
    void tokenOfTheOwnJobMakesNoTokenToEnrolWith() {
        Caller job = rig.within(() -> rig.master.tokens().caller(own.token().text()));

        assertThat(problemOf(() -> rig.within(() ->
                        rig.master.enrolments().tokens().issue(job, new RunnerName("evil"), EnrolmentTokens.LIFETIME))))
                .isEqualTo(Problem.NOT_PERMITTED);
    }
}
