// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.dispatch;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.master.access.JobTokens;
import io.slipway.master.secret.OrderSecrets;
import io.slipway.master.secret.OrderSecrets.Opened;
import io.slipway.master.sshkey.AuthorizedKeys;
import io.slipway.master.store.JobQueue.TakenJob;
import io.slipway.message.JobToken;
import io.slipway.message.KeepLimits;
import io.slipway.message.RunnerMessage;
import io.slipway.message.WorkOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How jobs that were taken out of the queue become work orders; the same job, token and keys give the same order. */
public final class WorkOrders {
    private final DispatchSettings settings;
    private final AuthorizedKeys keys;
    private final OrderSecrets secrets;
    private final JobTokens tokens;
    private final KeepLimits limits;

    /** @param limits of what runners may keep of guests */
    public WorkOrders(
            DispatchSettings settings, AuthorizedKeys keys, OrderSecrets secrets, JobTokens tokens, KeepLimits limits) {
        this.settings = settings;
        this.keys = keys;
        this.secrets = secrets;
        this.tokens = tokens;
        this.limits = limits;
    }

    /**
     * What becomes of hand-overs.
     *
     * @param orders in the order of the hand-overs
     * @param refused the attempts that cannot begin, and how they end
     */
    public record Made(List<RunnerMessage> orders, Map<AttemptRef, Outcome> refused) {
        public Made {
            orders = List.copyOf(orders);
            refused = Map.copyOf(refused);
        }
    }

    /** One order for each that can have its secrets; reads the keys of their owners, and their secrets, at once. */
    public Made of(List<HandOver> handOvers) {
        Map<String, List<String>> ofOwners = keys.of(
                handOvers.stream().map(handOver -> handOver.job().owner()).collect(toUnmodifiableSet()));
        Map<JobId, Opened> opened = secrets.of(handOvers.stream()
                .map(handOver -> handOver.job().attempt().job())
                .collect(toUnmodifiableSet()));
        List<RunnerMessage> orders = new ArrayList<>();
        Map<AttemptRef, Outcome> refused = new HashMap<>();
        for (HandOver handOver : handOvers) {
            TakenJob job = handOver.job();
            Opened confided = opened.getOrDefault(job.attempt().job(), Opened.NOTHING);
            if (confided.refusal() == null) {
                orders.add(of(job, handOver.uploadToken(), ofOwners.getOrDefault(job.owner(), List.of()))
                        .with(confided.secrets(), token(job.attempt(), confided.grants())));
            } else {
                refused.put(job.attempt(), confided.refusal());
            }
        }
        return new Made(orders, refused);
    }

    private JobToken token(AttemptRef attempt, String grants) {
        return grants.isEmpty()
                ? null
                : new JobToken(
                        tokens.of(attempt, grants),
                        requireNonNullElse(settings.origin().getHost(), "slipway"),
                        settings.origin());
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
                job.restart(),
                limits);
    }

    /** A job that goes to a runner, with the token that its attempt uploads with. */
    public record HandOver(TakenJob job, String uploadToken) {}
}
