// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.access.Users;
import io.slipway.master.seal.Seal;
import io.slipway.master.store.JobSecretStore;
import io.slipway.master.store.SecretStore;
import io.slipway.master.store.SecretStore.SealedSecret;
import io.slipway.master.store.SecretStore.SecretRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.UserStore.UserRow;
import io.slipway.secret.SecretName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The secrets of whoever calls; nobody, administrators neither, sees or changes those of somebody else. Runs in one transaction. */
public final class Secrets {
    private static final int MOST = 200;

    private final SecretStore secrets;
    private final JobSecretStore jobSecrets;
    private final Users users;
    private final Seal seal;
    private final Clock clock;

    public Secrets(Stores stores, Users users, Seal seal, Clock clock) {
        this.secrets = stores.secrets();
        this.jobSecrets = stores.jobSecrets();
        this.users = users;
        this.seal = seal;
        this.clock = clock;
    }

    /** All of the caller's secrets, the newest first. */
    public List<SecretView> list(Caller caller) {
        return list(caller, 0, Integer.MAX_VALUE);
    }

    /** @param before id of the secret behind which the list begins; 0 for the newest */
    public List<SecretView> list(Caller caller, long before, int most) {
        Permissions.require(caller, Permissions.SECRETS_READ);
        return secrets.list(caller.userId(), before, most).stream()
                .map(SecretView::of)
                .toList();
    }

    /** @param uuid as text that is not checked */
    public SecretView find(Caller caller, String uuid) {
        Permissions.require(caller, Permissions.SECRETS_READ);
        return SecretName.uuid(uuid)
                .flatMap(id -> secrets.find(caller.userId(), id))
                .map(SecretView::of)
                .orElseThrow(() -> unknown("Looking for", uuid));
    }

    /** The secrets that each of the jobs is given, of those jobs that are the caller's: what is still there, in the manifest's order. */
    public Map<JobId, List<SecretView>> ofJobs(Caller caller, Collection<JobId> jobs) {
        Permissions.require(caller, Permissions.SECRETS_READ);
        Map<JobId, List<SecretView>> secretsOf = new HashMap<>();
        jobSecrets
                .secrets(caller.userId(), jobs)
                .forEach((job, rows) ->
                        secretsOf.put(job, rows.stream().map(SecretView::of).toList()));
        return secretsOf;
    }

    /** @throws ProblemException SECRET_ILLEGAL, SECRET_TOO_LARGE, SECRET_NO_KEY, SECRET_NAME_TAKEN or SECRETS_TOO_MANY */
    public SecretView add(Caller caller, NewSecret added) {
        Permissions.require(caller, Permissions.SECRETS_WRITE);
        CheckedSecret secret = CheckedSecret.of(added);
        requireRoom(
                secrets.lockAndCount(caller.userId(), false),
                "Adding a secret: you have %d, which is as many as are allowed; delete one first");
        SecretRow row = secret.row(caller.userId(), UUID.randomUUID(), now());
        if (!secrets.insert(sealed(row, secret.content().bytes()))) {
            throw new ProblemException(
                    Problem.SECRET_NAME_TAKEN,
                    "Adding secret `%s`: you have one of this name already".formatted(row.name()));
        }
        return find(caller, row.uuid());
    }

    /** Work orders that are under way keep it; jobs that were submitted with it and are not handed out yet will fail. */
    public void remove(Caller caller, String uuid) {
        Permissions.require(caller, Permissions.SECRETS_WRITE);
        boolean removed = SecretName.uuid(uuid)
                .map(id -> secrets.remove(caller.userId(), id))
                .orElse(false);
        if (!removed) {
            throw unknown("Deleting", uuid);
        }
    }

    /**
     * Gives somebody a copy, under the same uuid, for ever: only the other one can delete it. A name that the other one has given already is
     * left out. To share again what the other one has changes nothing.
     *
     * @param username with or without tilde
     * @return the caller's own
     */
    public SecretView share(Caller caller, String uuid, String username) {
        Permissions.require(caller, Permissions.SECRETS_WRITE);
        SealedSecret own = SecretName.uuid(uuid)
                .flatMap(id -> secrets.findSealed(caller.userId(), id))
                .orElseThrow(() -> unknown("Sharing", uuid));
        String name = username.strip().replaceFirst("^~", "");
        UserRow other = users.find(name)
                .orElseThrow(() -> new ProblemException(Problem.NO_SUCH_USER, "Sharing a secret: No such user"));
        if (other.id() == caller.userId()) {
            throw new ProblemException(Problem.REQUEST_ILLEGAL, "Sharing a secret with yourself: you have it already");
        }
        int received = secrets.lockAndCount(other.id(), true);
        if (secrets.find(other.id(), own.row().uuid()).isEmpty()) {
            requireRoom(
                    received,
                    "Sharing a secret: others have shared %d with that account, which is as many as are allowed");
            secrets.insertShared(copyFor(other, own), caller.userId());
        }
        return SecretView.of(own.row());
    }

    private SealedSecret copyFor(UserRow other, SealedSecret own) {
        SecretRow row = own.row();
        Instant now = now();
        SecretRow copy = new SecretRow(
                0, row.uuid(), other.id(), true, "", row.name(), row.type(), row.path(), row.mode(), now, now, null);
        return sealed(copy, seal.unseal(own.sealed(), SecretPlace.of(row)));
    }

    private SealedSecret sealed(SecretRow row, byte[] content) {
        return new SealedSecret(row, seal.seal(content, SecretPlace.of(row)));
    }

    private SecretView find(Caller caller, UUID uuid) {
        return secrets.find(caller.userId(), uuid).map(SecretView::of).orElseThrow();
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void requireRoom(int count, String sentence) {
        if (count >= MOST) {
            throw new ProblemException(Problem.SECRETS_TOO_MANY, sentence.formatted(MOST));
        }
    }

    private static ProblemException unknown(String doing, String uuid) {
        String shown = SecretName.uuid(uuid).map(UUID::toString).orElse("that is no uuid");
        return new ProblemException(
                Problem.NO_SUCH_SECRET, "%s secret `%s`: No such secret among yours".formatted(doing, shown));
    }
}
