// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.listing;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.access.Users;
import io.slipway.master.listing.JobLine.Mark;
import io.slipway.master.search.Term;
import io.slipway.master.store.JobFilter;
import io.slipway.master.store.JobFilter.Column;
import io.slipway.master.store.JobFilter.Match;
import io.slipway.master.store.JobListStore;
import io.slipway.master.store.JobListStore.Line;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.TaskStore.TaskRow;
import io.slipway.master.store.UserStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists jobs for who may list them: public ones for everybody, all of a user's for that user and for administrators. */
public final class ListJobs {
    private static final int LONGEST_PAGE = 500;
    /** Somebody's decision to cancel says nothing about what was to be tried. */
    private static final Set<JobStatus> TELLING = Set.of(JobStatus.SUCCESS, JobStatus.FAILED, JobStatus.TIMEOUT);

    private final JobListStore lists;
    private final TaskStore tasks;
    private final UserStore users;

    public ListJobs(Stores stores) {
        this.lists = stores.lists();
        this.tasks = stores.tasks();
        this.users = stores.users();
    }

    /**
     * One page, newest first; a job that is submitted meanwhile moves nothing to another page.
     *
     * @param start what the page before named as the next; 0 for the newest
     * @throws ProblemException USER_UNKNOWN, or NOT_PERMITTED for everybody's jobs
     */
    public JobLines list(Caller caller, JobListing listing, long start, int size) {
        if (size < 1 || size > LONGEST_PAGE || start < 0) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Listing %d jobs from job `%d` on: 1 to %d from 0 or more are allowed"
                            .formatted(size, start, LONGEST_PAGE));
        }
        JobFilter filter = filter(caller, listing);
        List<Line> rows = lists.list(filter, start == 0 ? Long.MAX_VALUE : start, size + 1);
        List<Line> shown = rows.subList(0, Math.min(size, rows.size()));
        Map<JobId, List<TaskRow>> tasksOf =
                tasks.of(shown.stream().map(Line::id).toList());
        return new JobLines(
                shown.stream()
                        .map(row -> line(row, tasksOf.getOrDefault(row.id(), List.of())))
                        .toList(),
                rows.size() > size ? rows.get(size).id().value() : 0,
                lists.count(filter));
    }

    /**
     * How the newest public job below these tags ended, for everybody: whoever asks, what is unlisted or private is not told.
     *
     * @throws ProblemException USER_UNKNOWN
     */
    public LastResult lastResult(String owner, List<String> tags) {
        requireText(tags);
        JobFilter filter = new JobFilter(user(owner), true, tags, TELLING, List.of());
        return lists.list(filter, Long.MAX_VALUE, 1).stream()
                .map(line -> line.status() == JobStatus.SUCCESS ? LastResult.SUCCESS : LastResult.FAILURE)
                .findFirst()
                .orElse(LastResult.UNKNOWN);
    }

    private JobFilter filter(Caller caller, JobListing listing) {
        requireText(listing.tags());
        long owner = listing.owner().isEmpty() ? 0 : user(listing.owner());
        return new JobFilter(
                owner,
                !Permissions.listsAll(caller, owner),
                listing.tags(),
                listing.part().statuses(),
                listing.search().terms().stream().map(ListJobs::match).toList());
    }

    private long user(String name) {
        return Optional.of(name)
                .filter(Users::isName)
                .flatMap(users::find)
                .orElseThrow(() -> new ProblemException(
                        Problem.USER_UNKNOWN, "Looking for user `~%s`: there is none".formatted(name)))
                .id();
    }

    /** The database takes no other; whatever text it is otherwise, no job has such a tag. */
    private static void requireText(List<String> tags) {
        String all = String.join("/", tags);
        if (all.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(all)) {
            throw new ProblemException(
                    Problem.ADDRESS_UNKNOWN,
                    "Listing jobs below tags: they have a character that is no text; letters, digits, `_`, `.` and `-` are allowed");
        }
    }

    private static Match match(Term term) {
        Column column = switch (term.key()) {
            case NOTE -> Column.NOTE;
            case STATUS -> Column.STATUS;
            case IMAGE -> Column.IMAGE;
            case TAGS -> Column.TAGS;
        };
        return new Match(column, term.text(), term.negated());
    }

    private static JobLine line(Line row, List<TaskRow> tasks) {
        // A job that waits again has an attempt that ended; how long that took says nothing about the one to come.
        boolean counts = row.status() == JobStatus.RUNNING || row.status().isTerminal();
        return new JobLine(
                row.id(),
                row.owner(),
                row.status(),
                row.visibility(),
                row.note(),
                row.tags(),
                row.image(),
                row.runner(),
                row.created(),
                row.updated(),
                counts ? row.started() : null,
                counts ? row.ended() : null,
                tasks.stream().map(task -> new Mark(task.name(), task.status())).toList());
    }
}
