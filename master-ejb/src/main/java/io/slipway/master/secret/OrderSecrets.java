// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import static java.util.stream.Collectors.joining;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.master.seal.Seal;
import io.slipway.master.store.JobSecretStore;
import io.slipway.master.store.JobSecretStore.ForOrder;
import io.slipway.master.store.SecretStore;
import io.slipway.master.store.SecretStore.SealedSecret;
import io.slipway.master.store.SecretStore.SecretRow;
import io.slipway.master.store.Stores;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import io.slipway.secret.SecretType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Opens the secrets of jobs that are handed out: the one place where their contents are in clear once they are stored. */
public final class OrderSecrets {
    private static final Logger LOG = System.getLogger(OrderSecrets.class.getName());

    private final JobSecretStore jobs;
    private final SecretStore secrets;
    private final Seal seal;
    private final Clock clock;

    public OrderSecrets(Stores stores, Seal seal, Clock clock) {
        this.jobs = stores.jobSecrets();
        this.secrets = stores.secrets();
        this.seal = seal;
        this.clock = clock;
    }

    /**
     * What an order is to hold.
     *
     * @param secrets in the order of the manifest
     * @param grants of the job's own token; empty for no token
     * @param refusal how the attempt ends that cannot have its secrets; null when it can
     */
    public record Opened(List<Secret> secrets, String grants, Outcome refusal) {
        /** Of a job that gets nothing. */
        public static final Opened NOTHING = new Opened(List.of(), "", null);

        public Opened {
            secrets = List.copyOf(secrets);
        }
    }

    /** By their jobs, in one query; notes that they were used. Jobs that get nothing are left out. */
    public Map<JobId, Opened> of(Collection<JobId> handedOut) {
        Map<JobId, Opened> opened = new HashMap<>();
        Map<JobId, ForOrder> found = jobs.forOrders(handedOut);
        found.forEach((job, order) -> opened.put(job, open(order)));
        List<Long> used = found.entrySet().stream()
                .filter(entry -> opened.get(entry.getKey()).refusal() == null)
                .flatMap(entry -> entry.getValue().secrets().stream())
                .map(secret -> secret.row().id())
                .toList();
        if (!used.isEmpty()) {
            secrets.used(used, clock.instant());
        }
        return opened;
    }

    private Opened open(ForOrder order) {
        if (!order.gone().isEmpty()) {
            return refused(new Outcome.StepFailed(Phase.PREPARE, Problem.SECRET_GONE, gone(order.gone())));
        }
        try {
            return new Opened(order.secrets().stream().map(this::open).toList(), order.grants(), null);
        } catch (ProblemException e) {
            LOG.log(Level.ERROR, e.getMessage());
            return refused(new Outcome.RunnerFailed(
                    e.problem(), "A secret of the job could not be opened; the log of the master says why."));
        }
    }

    private static Opened refused(Outcome refusal) {
        return new Opened(List.of(), "", refusal);
    }

    private static String gone(List<UUID> uuids) {
        return "The manifest names secret %s, which was deleted before the job came to a runner; add it again and resubmit the job."
                .formatted(uuids.stream().map("`%s`"::formatted).collect(joining(" and ")));
    }

    private Secret open(SealedSecret sealed) {
        SecretRow row = sealed.row();
        SecretContent content = new SecretContent(seal.unseal(sealed.sealed(), SecretPlace.of(row)));
        return switch (SecretType.ofWord(row.type()).orElseThrow()) {
            case SSH_KEY -> new Secret.SshKey(row.uuid(), row.name(), content);
            case PGP_KEY -> new Secret.PgpKey(row.uuid(), row.name(), content);
            case FILE ->
                new Secret.FileSecret(
                        row.uuid(), row.name(), new SecretPath(row.path()), new FileMode(row.mode()), content);
        };
    }
}
