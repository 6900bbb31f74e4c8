// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.ssh;

import io.slipway.job.JobId;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.standby.Standby;
import io.slipway.runner.standby.Standby.Visit;
import io.slipway.runner.step.AttemptRun;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;

/** The jobs that people may look at on this runner: those that run, and those whose guests stand by. */
final class Jobs {
    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    private final LiveAttempts live;
    private final Standby standby;

    Jobs(LiveAttempts live, Standby standby) {
        this.live = live;
        this.standby = standby;
    }

    /** Whether a key is of anybody who has a job here. */
    boolean hasOwner(PublicKey key) {
        return Stream.concat(live.runs().stream(), standby.runs().stream()).anyMatch(run -> isOwner(run, key));
    }

    static boolean isOwner(AttemptRun run, PublicKey key) {
        return run.order().sshKeys().stream()
                .anyMatch(line -> publicKey(line)
                        .filter(known -> KeyUtils.compareKeys(known, key))
                        .isPresent());
    }

    private static Optional<PublicKey> publicKey(String line) {
        try {
            List<AuthorizedKeyEntry> entries = AuthorizedKeyEntry.readAuthorizedKeys(new StringReader(line), true);
            return entries.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(entries.get(0).resolvePublicKey(null, null));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A key of a work order cannot be read: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    Optional<AttemptRun> running(JobId job) {
        return live.find(job);
    }

    boolean isRunning(AttemptRun run) {
        return live.find(run.attempt()).isPresent();
    }

    Optional<AttemptRun> find(JobId job) {
        return running(job)
                .or(() -> standby.runs().stream()
                        .filter(run -> run.attempt().job().equals(job))
                        .findFirst());
    }

    Optional<Visit> visit(JobId job) {
        return standby.visit(job);
    }
}
