// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.dispatch;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.slipway.job.AttemptRef;
import io.slipway.master.sshkey.AuthorizedKeys;
import io.slipway.master.store.JobQueue.TakenJob;
import io.slipway.message.RunnerMessage;
import io.slipway.message.WorkOrder;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** How jobs that were taken out of the queue become work orders; the same job, token and keys give the same order. */
public final class WorkOrders {
    private final DispatchSettings settings;
    private final AuthorizedKeys keys;

    public WorkOrders(DispatchSettings settings, AuthorizedKeys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /** One order for each, in their order; reads the keys of their owners at once. */
    public List<RunnerMessage> of(List<HandOver> handOvers) {
        Map<String, List<String>> ofOwners = keys.of(
                handOvers.stream().map(handOver -> handOver.job().owner()).collect(toUnmodifiableSet()));
        return handOvers.stream()
                .<RunnerMessage>map(handOver -> of(
                        handOver.job(),
                        handOver.uploadToken(),
                        ofOwners.getOrDefault(handOver.job().owner(), List.of())))
                .toList();
    }

    private WorkOrder of(TakenJob job, String uploadToken, List<String> sshKeys) {
        AttemptRef attempt = job.attempt();
        URI page = URI.create("%s/~%s/job/%s".formatted(settings.origin(), job.owner(), attempt.job()));
        return new WorkOrder(
                attempt,
                job.owner(),
                page,
                job.manifest(),
                Map.of("CI_NAME", "sourcehut", "JOB_ID", attempt.job().toString(), "JOB_URL", page.toString()),
                settings.timeLimit(),
                settings.lease(),
                URI.create("%s/api/uploads/%s".formatted(settings.uploads(), attempt.job())),
                uploadToken,
                sshKeys,
                job.restart());
    }

    /** A job that goes to a runner, with the token that its attempt uploads with. */
    public record HandOver(TakenJob job, String uploadToken) {}
}
