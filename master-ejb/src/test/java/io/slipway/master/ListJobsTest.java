// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.listing.JobLine;
import io.slipway.master.listing.JobLines;
import io.slipway.master.listing.JobListing;
import io.slipway.master.listing.JobListing.Part;
import io.slipway.master.listing.LastResult;
import io.slipway.master.search.Search;
import io.slipway.master.submit.Submission;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of jobs, searches and badges, on a real PostgreSQL. */
class ListJobsTest {
    private static final Outcome FAILED = new Outcome.TaskFailed(new TaskName("build"), 1);
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();

    private MasterRig rig;
    private Caller owner;
    private Caller stranger;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        owner = rig.user("owner");
        stranger = rig.user("stranger");
        rig.user("own_r");
    }

    @Test
    void everybodyListsPublicJobsAndTheOwnerAll() {
        JobId open = submit("", Visibility.PUBLIC);
        JobId unlisted = submit("", Visibility.UNLISTED);
        JobId secret = submit("", Visibility.PRIVATE);
        submitAs(stranger, "", Visibility.PUBLIC);

        assertThat(ids(list(Caller.ANONYMOUS, JobListing.of("owner")))).containsExactly(open);
        assertThat(ids(list(stranger, JobListing.of("owner")))).containsExactly(open);
        assertThat(ids(list(owner, JobListing.of("owner")))).containsExactly(secret, unlisted, open);
        assertThat(ids(list(rig.admin, JobListing.of("owner")))).containsExactly(secret, unlisted, open);
        assertThat(list(stranger, JobListing.of("owner")).total()).isEqualTo(1);
    }

    @Test
    void everybodysJobsAreForAdministrators() {
        JobId first = submit("", Visibility.PRIVATE);
        JobId second = submitAs(stranger, "", Visibility.PRIVATE);

        assertThat(ids(list(rig.admin, JobListing.of("")))).containsExactly(second, first);
        assertThat(problemOf(() -> list(owner, JobListing.of("")))).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(problemOf(() -> list(Caller.ANONYMOUS, JobListing.of("")))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void aTokenWithoutTheGrantListsNothing() {
        Caller profileOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("PROFILE:RW")));

        assertThat(problemOf(() -> list(profileOnly, JobListing.of("owner")))).isEqualTo(Problem.SCOPE_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"nobody", "Owner", "own%", "' '", "a\0b"})
    void anUnknownUserIsSaid(String name) {
        assertThat(problemOf(() -> list(owner, JobListing.of(name)))).isEqualTo(Problem.USER_UNKNOWN);
        assertThat(problemOf(() -> rig.within(() -> rig.master.lists().lastResult(name, List.of()))))
                .isEqualTo(Problem.USER_UNKNOWN);
    }

    @Test
    void tagsAreAPathWhateverTheCaseOfTheirLetters() {
        JobId main = submit("", Visibility.PUBLIC, "App", "commits", "main");
        JobId next = submit("", Visibility.PUBLIC, "app", "commits", "next");
        JobId other = submit("", Visibility.PUBLIC, "app-tools", "commits");
        JobId none = submit("", Visibility.PUBLIC);

        assertThat(ids(below("app"))).containsExactly(next, main);
        assertThat(ids(below("APP", "Commits"))).containsExactly(next, main);
        assertThat(ids(below("app", "commits", "main"))).containsExactly(main);
        assertThat(ids(below("app-tools"))).containsExactly(other);
        assertThat(ids(below("commits"))).isEmpty();
        assertThat(ids(below("app_tools"))).isEmpty();
        assertThat(ids(below("app%"))).isEmpty();
        assertThat(ids(below())).containsExactly(none, other, next, main);
    }

    @Test
    void tagsThatNoDatabaseTakesAreAnAddressThatIsNotThere() {
        assertThat(problemOf(() -> below("a\0"))).isEqualTo(Problem.ADDRESS_UNKNOWN);
        assertThat(problemOf(() -> below("a\ud800"))).isEqualTo(Problem.ADDRESS_UNKNOWN);
        assertThat(problemOf(() -> rig.within(() -> rig.master.lists().lastResult("owner", List.of("\0")))))
                .isEqualTo(Problem.ADDRESS_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "^^, 1 2 3 4",
                "fix, 1 2",
                "\"the link\", 1",
                "fix !link, 2",
                "tags:app/main, 1 2",
                "!tags:app, 3 4",
                "image:BOOKWORM, 1 2 3 4",
                "image:alpine, ^^",
                "status:cancelled, 2",
                "!status:cancelled, 1 3 4",
                "status:cancelled status:pending, ^^",
                "100%, 3",
                "\"0_o\", 4",
                "%, 3",
                "\\, 4",
                "äÖ, 3",
                "' or 1=1 --', ^^"
            })
    void searchFindsWhatItSays(String search, String found) {
        List<JobId> jobs = List.of(
                pending("Fix the link", "app", "main"),
                pending("fix a test", "app", "main", "x"),
                pending("100% ÄÖ", "tools"),
                pending("back\\slash 0_O"));
        rig.transaction.separate(() -> rig.master.control().cancel(owner, jobs.get(1)));

        List<JobId> expected = new ArrayList<>();
        for (String number : found.isEmpty() ? new String[0] : found.split(" ")) {
            expected.add(0, jobs.get(Integer.parseInt(number) - 1));
        }
        JobLines lines = list(owner, new JobListing("owner", List.of(), Search.of(search), Part.ALL));
        assertThat(ids(lines)).isEqualTo(expected);
        assertThat(lines.total()).isEqualTo(expected.size());
    }

    @Test
    void searchNarrowsTagsOfAUserAndNothingElse() {
        submitAs(stranger, "fix", Visibility.PUBLIC, "app");
        submit("fix", Visibility.UNLISTED, "app");
        JobId found = submit("fix", Visibility.PUBLIC, "app");
        submit("fix", Visibility.PUBLIC, "tools");

        JobListing listing = new JobListing("owner", List.of("app"), Search.of("fix"), Part.ALL);

        assertThat(ids(list(Caller.ANONYMOUS, listing))).containsExactly(found);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetitionThoughJobsAreSubmittedMeanwhile() {
        List<JobId> jobs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            jobs.add(0, submit("x", Visibility.PUBLIC));
        }

        List<JobId> read = new ArrayList<>();
        long next = 0;
        do {
            long start = next;
            JobLines page = rig.within(() -> rig.master.lists().list(owner, JobListing.of("owner"), start, 3));
            read.addAll(ids(page));
            next = page.next();
            submit("y", Visibility.PUBLIC);
        } while (next != 0);

        assertThat(read).isEqualTo(jobs);
    }

    @Test
    void aPageIsOfSomeSize() {
        assertThat(problemOf(() -> rig.within(() -> rig.master.lists().list(owner, JobListing.of("owner"), 0, 0))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> rig.within(() -> rig.master.lists().list(owner, JobListing.of("owner"), -1, 5))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void unfinishedAndFinishedJobsAreListedApart() {
        JobId ended = finished(SUCCEEDED, Visibility.PUBLIC);
        JobId pending = pending("");

        assertThat(ids(list(rig.admin, new JobListing("", List.of(), Search.ALL, Part.UNFINISHED))))
                .containsExactly(pending);
        assertThat(ids(list(owner, new JobListing("owner", List.of(), Search.ALL, Part.FINISHED))))
                .containsExactly(ended);
    }

    @Test
    void aLineTellsHowLongTheNewestAttemptTook() {
        JobId job = submit("", Visibility.PUBLIC);
        rig.beat(1);
        rig.handOver();
        WorkOrder order = rig.newestOrder();
        assertThat(line(job).started()).isNull();

        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), order.attempt()));
        assertThat(line(job).started()).isEqualTo(rig.clock.instant());
        assertThat(line(job).ended()).isNull();

        rig.clock.advance(Duration.ofSeconds(7));
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), order.attempt(), SUCCEEDED, AttemptAccount.NONE));
        JobLine line = line(job);
        assertThat(Duration.between(line.started(), line.ended())).isEqualTo(Duration.ofSeconds(7));
        assertThat(line.tasks()).extracting(mark -> mark.name().value()).containsExactly("build", "check");
        assertThat(line.runner()).isEqualTo("runner-1");
    }

    @Test
    void badgeTellsHowTheNewestJobThatEndedDid() {
        assertThat(badge()).isEqualTo(LastResult.UNKNOWN);
        finished(SUCCEEDED, Visibility.PUBLIC);
        assertThat(badge()).isEqualTo(LastResult.SUCCESS);
        finished(FAILED, Visibility.PUBLIC);
        assertThat(badge()).isEqualTo(LastResult.FAILURE);
        finished(new Outcome.TimedOut("The deadline passed."), Visibility.PUBLIC);
        assertThat(badge()).isEqualTo(LastResult.FAILURE);
        finished(SUCCEEDED, Visibility.PUBLIC);

        JobId cancelled = submit("", Visibility.PUBLIC);
        rig.transaction.separate(() -> rig.master.control().cancel(owner, cancelled));
        submit("", Visibility.PUBLIC);

        assertThat(badge()).isEqualTo(LastResult.SUCCESS);
    }

    /** Defect 14 of the original: a badge told of private jobs, and badges of other tags had the one that was asked for first. */
    @Test
    void badgeTellsOfNoPrivateJobAndTagsHaveBadgesOfTheirOwn() {
        finished(SUCCEEDED, Visibility.PUBLIC, "app", "main");
        finished(FAILED, Visibility.PUBLIC, "app", "next");
        finished(FAILED, Visibility.UNLISTED, "app", "main");
        finished(FAILED, Visibility.PRIVATE, "app", "main");
        finished(SUCCEEDED, Visibility.PRIVATE, "app", "next");
        finished(FAILED, Visibility.PRIVATE, "hidden");

        assertThat(badge("app", "main")).isEqualTo(LastResult.SUCCESS);
        assertThat(badge("APP", "next")).isEqualTo(LastResult.FAILURE);
        assertThat(badge("app", "main")).isEqualTo(LastResult.SUCCESS);
        assertThat(badge("app")).isEqualTo(LastResult.FAILURE);
        assertThat(badge("hidden")).isEqualTo(LastResult.UNKNOWN);
        assertThat(badge()).isEqualTo(LastResult.FAILURE);
    }

    private LastResult badge(String... tags) {
        return rig.within(() -> rig.master.lists().lastResult("owner", List.of(tags)));
    }

    private JobLine line(JobId job) {
        return list(owner, JobListing.of("owner")).lines().stream()
                .filter(line -> line.id().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private JobLines below(String... tags) {
        return list(Caller.ANONYMOUS, new JobListing("owner", List.of(tags), Search.ALL, Part.ALL));
    }

    private JobLines list(Caller caller, JobListing listing) {
        return rig.within(() -> rig.master.lists().list(caller, listing, 0, 15));
    }

    private static List<JobId> ids(JobLines lines) {
        return lines.lines().stream().map(JobLine::id).toList();
    }

    private JobId submit(String note, Visibility visibility, String... tags) {
        return submitAs(owner, note, visibility, tags);
    }

    private JobId submitAs(Caller caller, String note, Visibility visibility, String... tags) {
        return rig.submit(caller, new Submission(MasterRig.MANIFEST, note, List.of(tags), true, visibility))
                .job()
                .id();
    }

    private JobId pending(String note, String... tags) {
        return rig.submit(owner, new Submission(MasterRig.MANIFEST, note, List.of(tags), false, Visibility.UNLISTED))
                .job()
                .id();
    }

    private JobId finished(Outcome outcome, Visibility visibility, String... tags) {
        JobId job = submit("", visibility, tags);
        rig.beat(1);
        rig.handOver();
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), rig.newestOrder().attempt(), outcome, AttemptAccount.NONE));
        assertThat(rig.status(job)).isEqualTo(outcome.status());
        return job;
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
