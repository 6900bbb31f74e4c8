// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.slipway.job.AttemptRef;
import io.slipway.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything a runner needs to run one attempt; it asks nobody else for anything.
 *
 * @param attempt which job, attempt and epoch
 * @param owner the user name of the job's owner, without tilde
 * @param jobUrl the job's page
 * @param manifest the text of the manifest, checked by the master
 * @param environment variables that the master sets; they win over those of the manifest
 * @param timeLimit how long the attempt may take, from the order's arrival
 * @param lease how long the master waits for a sign of life before it takes the job back
 * @param uploads where artifacts go: {@code PUT uploads/N/NAME?path=PATH} for the attempt's N-th artifact, from 0; and where caches are, to get
 *     and to put: {@code uploads/caches/NAME}
 * @param uploadToken bearer token for {@code uploads}; good for this attempt only
 * @param sshKeys who may log in to the guest: public keys, each as a line of {@code authorized_keys}
 * @param restart where it goes on; null when it begins at the beginning
 * @param secrets of the manifest, in its order; none when the job gets none
 * @param token the job's own; null when it has none
 * @param limits what may be kept of the guest
 */
public record WorkOrder(
        AttemptRef attempt,
        String owner,
        URI jobUrl,
        String manifest,
        Map<String, String> environment,
        Duration timeLimit,
        Duration lease,
        URI uploads,
        String uploadToken,
        List<String> sshKeys,
        Restart restart,
        List<Secret> secrets,
        JobToken token,
        KeepLimits limits)
        implements RunnerMessage {
    @JsonCreator
    public WorkOrder {
        requireNonNull(attempt, "attempt");
        requireNonNull(owner, "owner");
        requireNonNull(jobUrl, "jobUrl");
        requireNonNull(manifest, "manifest");
        requireNonNull(timeLimit, "timeLimit");
        requireNonNull(lease, "lease");
        requireNonNull(uploads, "uploads");
        requireNonNull(uploadToken, "uploadToken");
        environment = Map.copyOf(environment);
        limits = limits == null ? KeepLimits.DEFAULT : limits;
        sshKeys = sshKeys == null ? List.of() : List.copyOf(sshKeys);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }

    /** An order without secrets and token. */
    public WorkOrder(
            AttemptRef attempt,
            String owner,
            URI jobUrl,
            String manifest,
            Map<String, String> environment,
            Duration timeLimit,
            Duration lease,
            URI uploads,
            String uploadToken,
            List<String> sshKeys,
            Restart restart,
            KeepLimits limits) {
        this(
                attempt,
                owner,
                jobUrl,
                manifest,
                environment,
                timeLimit,
                lease,
                uploads,
                uploadToken,
                sshKeys,
                restart,
                List.of(),
                null,
                limits);
    }

    /** The same order with these secrets and this token. @param jobToken null for none */
    public WorkOrder with(List<Secret> confided, JobToken jobToken) {
        return new WorkOrder(
                attempt,
                owner,
                jobUrl,
                manifest,
                environment,
                timeLimit,
                lease,
                uploads,
                uploadToken,
                sshKeys,
                restart,
                confided,
                jobToken,
                limits);
    }

    /** What of it may be written to a disk. */
    public WorkOrder withoutSecrets() {
        return with(List.of(), null);
    }

    /** Leaves out what nobody else may read: the manifest, the secrets and the tokens. */
    @Override
    public String toString() {
        return "work order for " + attempt;
    }
}
