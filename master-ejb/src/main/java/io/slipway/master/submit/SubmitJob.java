// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.error.FieldException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.ManifestException;
import io.slipway.manifest.MatrixExpansion;
import io.slipway.manifest.MatrixExpansion.Expanded;
import io.slipway.manifest.MatrixExpansion.Expansion;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.query.JobView;
import io.slipway.master.store.GroupStore;
import io.slipway.master.store.JobSecretStore;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.NewJob;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TriggerStore;
import io.slipway.master.submit.SecretCheck.Decision;
import io.slipway.task.Task;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes jobs in: authorise, parse, check, store. Runs in one transaction; nothing is stored when anything is wrong. A manifest is one job, and
 * with a matrix of several combinations a group of as many jobs.
 */
public final class SubmitJob {
    private static final int LONGEST_NOTE = 4_096;
    private static final int MOST_TAGS = 20;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    private final MatrixExpansion expansion;
    private final ImageCheck images;
    private final SecretCheck secrets;
    private final JobStore jobs;
    private final TriggerStore triggers;
    private final JobSecretStore jobSecrets;
    private final GroupStore groups;
    private final Runnable queued;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param queued is told when a job was queued, before the transaction ends
     * @param lease how long a runner that is not heard counts as being there
     */
    public SubmitJob(
            Stores stores, MatrixExpansion expansion, ImageCheck images, Runnable queued, Duration lease, Clock clock) {
        this.expansion = expansion;
        this.images = images;
        this.secrets = new SecretCheck(stores.secrets());
        this.jobs = stores.jobs();
        this.triggers = stores.triggers();
        this.jobSecrets = stores.jobSecrets();
        this.groups = stores.groups();
        this.queued = queued;
        this.lease = lease;
        this.clock = clock;
    }

    /** @throws ManifestException with all findings, when the manifest has an error */
    public Submitted submit(Caller caller, Submission submission) {
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Examined examined = examine(caller, submission, now);
        List<JobView> stored = examined.jobs().stream()
                .map(one -> store(caller, submission, one, examined.noteOf(one.expanded(), submission.note()), now))
                .toList();
        if (submission.execute()) {
            queued.run();
        }
        GroupId group = stored.size() == 1 ? null : group(caller, submission, stored, now);
        return new Submitted(stored, group, examined.findings());
    }

    private GroupId group(Caller caller, Submission submission, List<JobView> members, Instant now) {
        GroupId group = groups.insert(caller.userId(), submission.note(), now);
        groups.join(group, members.stream().map(JobView::id).toList());
        return group;
    }

    /**
     * Throws what {@link #submit} would throw, and stores nothing: for what is submitted later in the caller's name, by nobody's token. So a
     * token that may not read secrets cannot have a job be given any.
     *
     * @throws ManifestException with all findings, when the manifest has an error
     */
    public void examine(Caller caller, Submission submission) {
        Examined examined = examine(caller, submission, clock.instant());
        if (examined.jobs().stream().anyMatch(Decided::asksForSecrets)) {
            Permissions.require(caller, Permissions.SECRETS_READ);
        }
    }

    private Examined examine(Caller caller, Submission submission, Instant now) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        checkNote(submission.note());
        checkTags(submission.tags());
        Examined examined = examined(caller, submission.manifest(), submission.secrets(), now);
        if (examined.findings().stream().anyMatch(Finding::isError)) {
            throw new ManifestException(examined.findings());
        }
        return examined;
    }

    /** What would be found in a manifest if it were submitted now, in the order of its lines; nothing is stored. */
    public List<Finding> check(Caller caller, String manifest) {
        try {
            return examined(caller, manifest, GiveSecrets.IF_ALLOWED, clock.instant())
                    .findings();
        } catch (ManifestException e) {
            return e.findings();
        }
    }

    /** Whether a manifest asks for secrets or a token; of one that cannot be read, that is to be expected. */
    public boolean asksForSecrets(String manifest) {
        try {
            return expansion.expand(manifest).manifests().stream()
                    .anyMatch(one -> SecretCheck.asks(one.checked().manifest()));
        } catch (ManifestException e) {
            return true;
        }
    }

    private Examined examined(Caller caller, String manifest, GiveSecrets wish, Instant now) {
        Expansion expanded = expansion.expand(manifest);
        // What is found in several of them is told once.
        Set<Finding> findings = new LinkedHashSet<>(expanded.warnings());
        List<Decided> decided = new ArrayList<>();
        for (Expanded one : expanded.manifests()) {
            Decision decision = secrets.decide(caller, one.checked(), wish);
            findings.addAll(decision.findings());
            images.check(one.checked().manifest(), one.text(), now.minus(lease)).ifPresent(findings::add);
            decided.add(new Decided(one, decision));
        }
        return new Examined(
                decided,
                findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList());
    }

    private JobView store(Caller caller, Submission submission, Decided one, String note, Instant now) {
        Manifest manifest = one.expanded().checked().manifest();
        NewJob row = new NewJob(
                caller.userId(),
                submission.visibility(),
                note,
                submission.tags(),
                manifest.image(),
                manifest.arch(),
                one.expanded().text(),
                manifest.tasks().stream().map(Task::name).toList(),
                0,
                submission.execute());
        JobId job = jobs.insert(row, now);
        triggers.insert(job, manifest.triggers());
        Decision decision = one.decision();
        if (decision.given()) {
            jobSecrets.give(job, decision.secrets(), decision.grants());
        }
        return JobView.submitted(job, caller.username(), row, now);
    }

    private static void checkNote(String note) {
        int length = note.codePointCount(0, note.length());
        if (length > LONGEST_NOTE) {
            throw new FieldException(
                    "note",
                    "Submitting a job: its note has %d characters; at most %d are allowed"
                            .formatted(length, LONGEST_NOTE));
        }
        if (note.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(note)) {
            throw new FieldException(
                    "note", "Submitting a job: its note has a character that is no text; Unicode text is allowed");
        }
    }

    private static void checkTags(List<String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw new FieldException(
                    "tags",
                    "Submitting a job: it has %d tags; at most %d are allowed".formatted(tags.size(), MOST_TAGS));
        }
        for (String tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                throw new FieldException(
                        "tags",
                        "Submitting a job: tag `%s`; letters, digits, `_`, `.` and `-` are allowed, 1 to 100 of them"
                                .formatted(tag));
            }
        }
    }

    /** One job that is to be stored, and what it gets. */
    private record Decided(Expanded expanded, Decision decision) {
        boolean asksForSecrets() {
            Manifest manifest = expanded.checked().manifest();
            return !manifest.secrets().isEmpty() || !manifest.oauth().isEmpty();
        }
    }

    /** What is to be stored, and what was found in it. */
    private record Examined(List<Decided> jobs, List<Finding> findings) {
        private static final int LONGEST_COMBINATION = 200;

        /** Of several jobs, each one's note says which combination it is, if there is room for it. */
        String noteOf(Expanded one, String note) {
            if (jobs.size() == 1) {
                return note;
            }
            String combination = one.combination().toString().replaceAll("\\p{Cntrl}+", " ");
            String shown = combination.codePointCount(0, combination.length()) <= LONGEST_COMBINATION
                    ? combination
                    : combination.substring(0, combination.offsetByCodePoints(0, LONGEST_COMBINATION)) + "…";
            String noted = note.isBlank() ? shown : "%s (%s)".formatted(note, shown);
            return noted.codePointCount(0, noted.length()) <= LONGEST_NOTE ? noted : note;
        }
    }
}
