// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.query.JobPage;
import io.slipway.master.query.JobSummary;
import io.slipway.master.submit.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryTest {
    private MasterRig rig;
    private Caller owner;
    private Caller stranger;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        owner = rig.user("owner");
        stranger = rig.user("stranger");
    }

    @Test
    void aListHasTheCallersOwnJobsNewestFirst() {
        JobId first = rig.queue(owner);
        rig.queue(stranger);
        JobId second = rig.queue(owner);

        JobPage page = list(owner, 0, 10, false);

        assertThat(page.jobs()).extracting(JobSummary::id).containsExactly(second, first);
        assertThat(page.jobs().get(0).tasks()).hasSize(2);
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.next()).isZero();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<JobId> jobs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            jobs.add(0, rig.queue(owner));
        }

        List<JobId> read = new ArrayList<>();
        long next = 0;
        do {
            JobPage page = list(owner, next, 3, false);
            assertThat(page.total()).isEqualTo(7);
            page.jobs().forEach(job -> read.add(job.id()));
            next = page.next();
        } while (next != 0);

        assertThat(read).isEqualTo(jobs);
    }

    @Test
    void onlyAdministratorsListEverybodysJobs() {
        rig.queue(owner);
        rig.queue(stranger);

        assertThat(list(rig.admin, 0, 10, true).total()).isEqualTo(2);
        assertThat(problemOf(() -> list(owner, 0, 10, true))).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(problemOf(() -> list(Caller.ANONYMOUS, 0, 10, false))).isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(problemOf(() -> list(owner, 0, 0, false))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    /** Defect 5 of the original: jobs, artifacts and manifests were given out by REST whatever their visibility. */
    @Test
    void aPrivateJobDoesNotExistForOthers() {
        JobId secret = submit(Visibility.PRIVATE);

        assertThat(find(owner, secret)).isEqualTo(secret);
        assertThat(find(rig.admin, secret)).isEqualTo(secret);
        String unknown = sentenceOf(() -> find(stranger, secret)).replace(secret.toString(), "N");
        assertThat(unknown)
                .isEqualTo(sentenceOf(() -> find(stranger, new JobId(999))).replace("999", "N"));
        assertThat(problemOf(() -> find(Caller.ANONYMOUS, secret))).isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(problemOf(() -> read(stranger, secret))).isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(problemOf(() -> rig.within(() -> rig.master.control().resubmit(stranger, secret))))
                .isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(problemOf(() ->
                        rig.transaction.separate(() -> rig.master.control().cancel(stranger, secret))))
                .isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(problemOf(() -> rig.master.findArtifact().find(stranger, secret, 1, "")))
                .isEqualTo(Problem.JOB_UNKNOWN);
    }

    @Test
    void publicAndUnlistedJobsAreSeenByEverybody() {
        assertThat(find(Caller.ANONYMOUS, submit(Visibility.PUBLIC))).isNotNull();
        assertThat(find(stranger, submit(Visibility.UNLISTED))).isNotNull();
    }

    @Test
    void aTokenWithoutTheGrantSeesNothing() {
        JobId job = submit(Visibility.PUBLIC);
        Caller profileOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("PROFILE:RW")));
        Caller jobsOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("JOBS:RW")));

        assertThat(problemOf(() -> find(profileOnly, job))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> read(jobsOnly, job))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(find(jobsOnly, job)).isEqualTo(job);
    }

    /** Defect 15 of the original: whoever knew the number of a private job was given its manifest to submit again. */
    @Test
    void manifestOfAPrivateJobIsNotGivenOutToBeSubmittedAgain() {
        JobId secret = submit(Visibility.PRIVATE);
        long before = list(stranger, 0, 10, false).total();

        assertThat(problemOf(() -> find(stranger, secret))).isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(problemOf(() -> rig.within(() -> rig.master.control().resubmit(stranger, secret))))
                .isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(list(stranger, 0, 10, false).total()).isEqualTo(before);
    }

    @Test
    void ownerAndAdministratorsSayWhoMaySeeAJob() {
        JobId job = submit(Visibility.UNLISTED);

        show(owner, job, Visibility.PRIVATE);
        assertThat(problemOf(() -> find(stranger, job))).isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(problemOf(() -> show(stranger, job, Visibility.PUBLIC))).isEqualTo(Problem.JOB_UNKNOWN);

        show(rig.admin, job, Visibility.PUBLIC);
        assertThat(find(Caller.ANONYMOUS, job)).isEqualTo(job);
        assertThat(problemOf(() -> show(stranger, job, Visibility.PRIVATE))).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(problemOf(() -> show(Caller.ANONYMOUS, job, Visibility.PRIVATE)))
                .isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(rig.view(job).visibility()).isEqualTo(Visibility.PUBLIC);
    }

    private void show(Caller caller, JobId job, Visibility visibility) {
        rig.transaction.separate(() -> rig.master.control().show(caller, job, visibility));
    }

    private JobId submit(Visibility visibility) {
        return rig.submit(owner, new Submission(MasterRig.MANIFEST, "", List.of(), true, visibility))
                .job()
                .id();
    }

    private JobPage list(Caller caller, long start, int size, boolean everybody) {
        return rig.within(() -> rig.master.jobs().list(caller, start, size, everybody));
    }

    private JobId find(Caller caller, JobId job) {
        return rig.within(() -> rig.master.jobs().find(caller, job)).id();
    }

    private Object read(Caller caller, JobId job) {
        return rig.within(() -> rig.master.logs().read(caller, job, 0, LogName.SETUP, 0, 10));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return problem(call).problem();
    }

    private static String sentenceOf(ThrowingCallable call) {
        return problem(call).getMessage();
    }

    private static ProblemException problem(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual();
    }
}
