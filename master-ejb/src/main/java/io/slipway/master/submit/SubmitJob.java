// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.manifest.CheckedManifest;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.ManifestException;
import io.slipway.manifest.ManifestParser;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.query.JobView;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.NewJob;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TriggerStore;
import io.slipway.task.Task;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Takes a job in: authorise, parse, check, store. Runs in one transaction; nothing is stored when anything is wrong. */
public final class SubmitJob {
    private static final int LONGEST_NOTE = 4_096;
    private static final int MOST_TAGS = 20;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    private final ManifestParser parser;
    private final ImageCheck images;
    private final JobStore jobs;
    private final TriggerStore triggers;
    private final Runnable queued;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param queued is told when a job was queued, before the transaction ends
     * @param lease how long a runner that is not heard counts as being there
     */
    public SubmitJob(
            Stores stores, ManifestParser parser, ImageCheck images, Runnable queued, Duration lease, Clock clock) {
        this.parser = parser;
        this.images = images;
        this.jobs = stores.jobs();
        this.triggers = stores.triggers();
        this.queued = queued;
        this.lease = lease;
        this.clock = clock;
    }

    /** @throws ManifestException with all findings, when the manifest has an error */
    public Submitted submit(Caller caller, Submission submission) {
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CheckedManifest checked = examine(caller, submission, now);
        JobView job = store(caller, submission, checked.manifest(), now);
        if (submission.execute()) {
            queued.run();
        }
        return new Submitted(job, checked.warnings());
    }

    /**
     * Throws what {@link #submit} would throw, and stores nothing.
     *
     * @throws ManifestException with all findings, when the manifest has an error
     */
    public void examine(Caller caller, Submission submission) {
        examine(caller, submission, clock.instant());
    }

    /** The manifest, with all warnings. */
    private CheckedManifest examine(Caller caller, Submission submission, Instant now) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        checkNote(submission.note());
        checkTags(submission.tags());
        CheckedManifest checked = parser.parse(submission.manifest());
        List<Finding> findings = findings(checked, submission.manifest(), now);
        if (findings.stream().anyMatch(Finding::isError)) {
            throw new ManifestException(findings);
        }
        return new CheckedManifest(checked.manifest(), findings);
    }

    /** What would be found in a manifest if it were submitted now, in the order of its lines; nothing is stored. */
    public List<Finding> check(String manifest) {
        try {
            CheckedManifest checked = parser.parse(manifest);
            return findings(checked, manifest, clock.instant());
        } catch (ManifestException e) {
            return e.findings();
        }
    }

    private List<Finding> findings(CheckedManifest checked, String manifest, Instant now) {
        List<Finding> findings = new ArrayList<>(checked.warnings());
        images.check(checked.manifest(), manifest, now.minus(lease)).ifPresent(findings::add);
        findings.sort(Comparator.comparingInt(Finding::line));
        return findings;
    }

    private JobView store(Caller caller, Submission submission, Manifest manifest, Instant now) {
        NewJob row = new NewJob(
                caller.userId(),
                submission.visibility(),
                submission.note(),
                submission.tags(),
                manifest.image(),
                manifest.arch(),
                submission.manifest(),
                manifest.tasks().stream().map(Task::name).toList(),
                0,
                submission.execute());
        JobId job = jobs.insert(row, now);
        triggers.insert(job, manifest.triggers());
        return JobView.submitted(job, caller.username(), row, now);
    }

    private static void checkNote(String note) {
        int length = note.codePointCount(0, note.length());
        if (length > LONGEST_NOTE) {
            throw illegal("Submitting a job: its note has %d characters; at most %d are allowed"
                    .formatted(length, LONGEST_NOTE));
        }
        if (note.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(note)) {
            throw illegal("Submitting a job: its note has a character that is no text; Unicode text is allowed");
        }
    }

    private static void checkTags(List<String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw illegal("Submitting a job: it has %d tags; at most %d are allowed".formatted(tags.size(), MOST_TAGS));
        }
        for (String tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                throw illegal(
                        "Submitting a job: tag `%s`; letters, digits, `_`, `.` and `-` are allowed, 1 to 100 of them"
                                .formatted(tag));
            }
        }
    }

    private static ProblemException illegal(String sentence) {
        return new ProblemException(Problem.REQUEST_ILLEGAL, sentence);
    }
}
