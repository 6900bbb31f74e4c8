// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.master.log.JobWatch;
import io.slipway.master.object.ObjectStore;
import io.slipway.master.object.ObjectStore.PutAddress;
import io.slipway.master.query.JobQuery;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.StoredObject;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TestReportStore.Report;
import io.slipway.master.store.Transaction;
import io.slipway.master.testreport.KeepTests;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Keeps what runners put into the object store, while their attempt is live. A runner asks where an artifact goes, puts its bytes there, and says
 * that they are there; the master looks before it believes that. Makes its own transactions; none is open while the object store is asked.
 */
public final class ReceiveObject {
    /** Of an object that was asked for, beyond the time in which it may be put: it may take as long to arrive. */
    private static final Duration LATE = Duration.ofMinutes(30);

    private static final int OBJECTS_FOR_EACH_ARTIFACT = 8;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MD5 = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private final ObjectStore store;
    private final ArtifactVault vault;
    private final Stores stores;
    private final UploadCheck check;
    private final Terms terms;
    private final KeepTests tests;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Clock clock;

    public ReceiveObject(
            ObjectStore store,
            ArtifactVault vault,
            Stores stores,
            UploadCheck check,
            Terms terms,
            KeepTests tests,
            Transaction transaction,
            JobWatch watch,
            Clock clock) {
        this.store = store;
        this.vault = vault;
        this.stores = stores;
        this.check = check;
        this.terms = terms;
        this.tests = tests;
        this.transaction = transaction;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * What holds for an object.
     *
     * @param takesNew whether new artifacts go into the object store
     * @param bytes the most
     * @param uploadTime how long its address is good
     */
    public record Terms(boolean takesNew, long bytes, Duration uploadTime) {
        /** From when on an object that no artifact names never becomes one. */
        public Duration age() {
            return uploadTime.plus(LATE).plus(LATE);
        }
    }

    /**
     * Where an artifact goes.
     *
     * @param id what {@link #keep} is to be told
     */
    public record Place(UUID id, PutAddress address) {}

    /** Makes an address for an artifact, good for exactly the bytes that are offered; empty when the master takes them itself. */
    public Optional<Place> place(JobId job, String uploadToken, ArtifactUpload upload, ObjectOffer offer) {
        transaction.separate(() -> check.attempt(job, uploadToken));
        check.legal(job, upload);
        if (!terms.takesNew()) {
            return Optional.empty();
        }
        check(upload, offer);
        store.prepare();
        UUID id = UUID.randomUUID();
        StoredObject object = transaction.separate(() -> {
            AttemptRef attempt = check.attempt(job, uploadToken).ref();
            checkCount(attempt);
            StoredObject asked = new StoredObject(
                    id,
                    store.bucket(),
                    store.key("%s/%d/%d/%s/%s".formatted(job, attempt.number(), upload.position(), id, upload.name())),
                    job,
                    attempt.number(),
                    upload.position(),
                    upload.name(),
                    upload.path(),
                    offer.size(),
                    offer.sha256(),
                    clock.instant());
            stores.objects().insert(asked);
            return asked;
        });
        return Optional.of(new Place(id, store.putAddress(object, offer.md5())));
    }

    private void check(ArtifactUpload upload, ObjectOffer offer) {
        if (offer.size() > terms.bytes()) {
            throw new ProblemException(
                    Problem.REQUEST_TOO_LARGE,
                    "Uploading artifact `%s`: it has %d bytes; %d are allowed"
                            .formatted(upload.name(), offer.size(), terms.bytes()));
        }
        boolean digests = SHA256.matcher(offer.sha256()).matches()
                && MD5.matcher(offer.md5()).matches();
        if (offer.size() < 0 || !digests) {
            throw UploadCheck.illegal(
                    "Uploading artifact `%s`: size, SHA-256 in hexadecimal and MD5 in Base64 are needed"
                            .formatted(upload.name()));
        }
    }

    /** An attempt that asks for ever must not fill the table. */
    private void checkCount(AttemptRef attempt) {
        int most = check.most() * OBJECTS_FOR_EACH_ARTIFACT;
        if (stores.objects().count(attempt.job(), attempt.number()) >= most) {
            throw UploadCheck.illegal("Uploading artifacts of job %s: it asked for %d addresses, which is all there are"
                    .formatted(attempt.job(), most));
        }
    }

    /** Keeps an artifact whose bytes are in the store; the same twice keeps one. Throws UPLOAD_ABSENT when they are not. */
    public ArtifactView keep(JobId job, String uploadToken, UUID id) {
        StoredObject object = transaction.separate(() -> asked(job, uploadToken, id));
        OptionalLong size = store.size(object);
        if (size.isEmpty() || size.getAsLong() != object.size()) {
            throw new ProblemException(
                    Problem.UPLOAD_ABSENT,
                    "Keeping artifact `%s` of job %s: the object store has %s; %d bytes were announced"
                            .formatted(
                                    object.name(),
                                    job,
                                    size.isEmpty() ? "nothing of it" : size.getAsLong() + " bytes",
                                    object.size()));
        }
        Optional<Report> report = tests.read(object.name(), object.size(), () -> store.open(object));
        return transaction.separate(() -> {
            AttemptRef attempt = check.attempt(job, uploadToken).ref();
            asked(job, uploadToken, id);
            ArtifactRow row = row(object);
            long stored = stores.artifacts().put(row);
            tests.keep(attempt, stored, report);
            transaction.afterCommit(() -> vault.remove(job, object.position(), object.name()));
            transaction.afterCommit(() -> watch.changed(job));
            return JobQuery.view(row.withId(stored));
        });
    }

    /** What the live attempt asked for, as long as nobody may have swept it. */
    private StoredObject asked(JobId job, String uploadToken, UUID id) {
        AttemptRef attempt = check.attempt(job, uploadToken).ref();
        return stores.objects()
                .find(id)
                .filter(object -> object.job().equals(job) && object.number() == attempt.number())
                .filter(object ->
                        object.created().plus(terms.uploadTime()).plus(LATE).isAfter(clock.instant()))
                .orElseThrow(() -> new ProblemException(
                        Problem.UPLOAD_ABSENT,
                        "Keeping an artifact of job %s: its attempt did not ask for address `%s`, or too long ago"
                                .formatted(job, id)));
    }

    private ArtifactRow row(StoredObject object) {
        return new ArtifactRow(
                0,
                object.job(),
                object.number(),
                object.position(),
                object.path(),
                object.name(),
                object.size(),
                object.sha256(),
                clock.instant(),
                object.id(),
                null);
    }
}
