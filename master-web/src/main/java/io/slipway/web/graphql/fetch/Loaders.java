// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import static java.util.stream.Collectors.toMap;

import graphql.schema.DataFetchingEnvironment;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Webhooks;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.graph.GroupEntry;
import io.slipway.master.graph.JobEntries;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.master.graph.Profile;
import io.slipway.master.secret.SecretView;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookPart;
import io.slipway.web.graphql.limit.Costs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;

/** What is read for many things of one operation at once: the fields say what they need, and each kind is read in one go. */
public final class Loaders {
    static final String JOBS = "jobs";
    private static final String LISTS = "lists";
    static final String MANIFESTS = "manifests";
    static final String ARTIFACTS = "artifacts";
    static final String TAILS = "tails";
    static final String GROUPS = "groups";
    static final String SECRETS = "secrets";
    private static final String PROFILES = "profiles";
    private static final String NAMES = "profiles by name";
    private static final String DELIVERIES = "deliveries";

    private Loaders() {}

    /** Those of one operation. */
    public static DataLoaderRegistry of(Services services, Caller caller) {
        Graph graph = services.graph();
        DataLoaderRegistry loaders = new DataLoaderRegistry();
        put(loaders, JOBS, (Set<JobId> ids) -> byKey(graph.jobs(caller, ids), JobEntry::id));
        put(loaders, LISTS, (Set<ListPart> parts) -> lists(graph, caller, parts));
        put(loaders, MANIFESTS, (Set<JobId> ids) -> graph.manifests(caller, ids));
        put(loaders, ARTIFACTS, (Set<JobId> ids) -> graph.artifacts(caller, ids));
        put(loaders, TAILS, (Set<LogRef> logs) -> graph.tails(caller, logs));
        put(loaders, GROUPS, (Set<JobId> ids) -> graph.groups(caller, ids));
        put(loaders, SECRETS, (Set<JobId> ids) -> services.secrets().ofJobs(caller, ids));
        put(loaders, DELIVERIES, (Set<DeliveriesPart> parts) -> deliveries(services.webhooks(), caller, parts));
        put(loaders, PROFILES, (Set<Long> ids) -> byKey(graph.profiles(caller, ids), Profile::id));
        put(loaders, NAMES, (Set<String> names) -> byKey(graph.profilesByName(caller, names), Profile::username));
        return loaders;
    }

    /** Null when there is none that the caller may see. */
    static CompletableFuture<JobEntry> job(DataFetchingEnvironment field, JobId id) {
        return load(field, JOBS, id);
    }

    /** Those that the caller may see, in the order of the numbers. */
    static CompletableFuture<List<JobEntry>> jobs(DataFetchingEnvironment field, List<JobId> ids) {
        DataLoader<JobId, JobEntry> loader = field.getDataLoader(JOBS);
        return loader.loadMany(ids)
                .thenApply(found -> found.stream().filter(Objects::nonNull).toList());
    }

    /** Null when the job is in none, or in one that the caller may not see. */
    static CompletableFuture<GroupEntry> group(DataFetchingEnvironment field, JobId job) {
        return load(field, GROUPS, job);
    }

    static CompletableFuture<JobEntries> list(DataFetchingEnvironment field, ListPart part) {
        return load(field, LISTS, part);
    }

    static CompletableFuture<String> manifest(DataFetchingEnvironment field, JobId job) {
        return load(field, MANIFESTS, job);
    }

    static CompletableFuture<List<ArtifactEntry>> artifacts(DataFetchingEnvironment field, JobId job) {
        return Loaders.<JobId, List<ArtifactEntry>>load(field, ARTIFACTS, job)
                .thenApply(found -> found == null ? List.of() : found);
    }

    static CompletableFuture<String> tail(DataFetchingEnvironment field, LogRef log) {
        return load(field, TAILS, log);
    }

    static CompletableFuture<WebhookPart<WebhookDelivery>> deliveries(
            DataFetchingEnvironment field, DeliveriesPart part) {
        return Loaders.<DeliveriesPart, WebhookPart<WebhookDelivery>>load(field, DELIVERIES, part)
                .thenApply(found -> found == null ? new WebhookPart<>(List.of(), 0) : found);
    }

    /** None of a job that is somebody else's. */
    static CompletableFuture<List<SecretView>> secrets(DataFetchingEnvironment field, JobId job) {
        return Loaders.<JobId, List<SecretView>>load(field, SECRETS, job)
                .thenApply(found -> found == null ? List.of() : found);
    }

    /** Null when there is no such user. */
    static CompletableFuture<Profile> profile(DataFetchingEnvironment field, long id) {
        return load(field, PROFILES, id);
    }

    /**
     * Null when there is no such user.
     *
     * @param name without tilde
     */
    static CompletableFuture<Profile> profile(DataFetchingEnvironment field, String name) {
        return load(field, NAMES, name);
    }

    private static <K, V> CompletableFuture<V> load(DataFetchingEnvironment field, String kind, K key) {
        DataLoader<K, V> loader = field.getDataLoader(kind);
        return loader.load(key);
    }

    private static <K, V> void put(DataLoaderRegistry loaders, String kind, Function<Set<K>, Map<K, V>> read) {
        loaders.register(
                kind,
                DataLoaderFactory.<K, V>newMappedDataLoader(
                        keys -> CompletableFuture.completedFuture(read.apply(keys))));
    }

    private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
        return values.stream().collect(toMap(key, Function.identity()));
    }

    /** A page of each list; most operations have one list, and all fields that ask for the same one share it. */
    private static Map<ListPart, JobEntries> lists(Graph graph, Caller caller, Set<ListPart> parts) {
        Map<ListPart, JobEntries> pages = new HashMap<>();
        parts.forEach(part -> pages.put(part, graph.jobsOf(caller, part.owner(), part.start(), Costs.PAGE)));
        return pages;
    }

    /**
     * A page of the jobs of a user.
     *
     * @param owner id of the user
     * @param start id of the first job; 0 for the newest
     */
    record ListPart(long owner, long start) {}

    /** A page of each webhook at once; another page of the same webhook by itself. */
    private static Map<DeliveriesPart, WebhookPart<WebhookDelivery>> deliveries(
            Webhooks webhooks, Caller caller, Set<DeliveriesPart> parts) {
        Map<DeliveriesPart, WebhookPart<WebhookDelivery>> pages = new HashMap<>();
        Map<Long, Long> starts = new HashMap<>();
        for (DeliveriesPart part : parts) {
            if (starts.putIfAbsent(part.webhook(), part.start()) != null) {
                webhooks.deliveries(caller, Map.of(part.webhook(), part.start()), Costs.PAGE)
                        .forEach((webhook, page) -> pages.put(part, page));
            }
        }
        webhooks.deliveries(caller, starts, Costs.PAGE)
                .forEach((webhook, page) -> pages.put(new DeliveriesPart(webhook, starts.get(webhook)), page));
        return pages;
    }

    /**
     * A page of the deliveries of a webhook.
     *
     * @param start where it begins; 0 for the newest
     */
    record DeliveriesPart(long webhook, long start) {}
}
