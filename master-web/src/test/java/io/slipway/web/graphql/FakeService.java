// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static java.util.stream.Collectors.toMap;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.manifest.CheckedTriggers;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Webhooks;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.graph.GraphSettings;
import io.slipway.master.graph.GroupEntry;
import io.slipway.master.graph.InstanceView;
import io.slipway.master.graph.JobEntries;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.JobEntry.TaskEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.master.graph.Profile;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.NewGroup;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookPart;
import io.slipway.master.webhook.WebhookView;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import io.slipway.web.graphql.fetch.Services;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The job service with jobs of one user, ann, each with two tasks and one artifact; it notes what it is asked. */
final class FakeService {
    static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678901Z");
    static final Caller ANN = Caller.loggedIn(7, "ann", false);

    final List<String> calls = new ArrayList<>();
    final TreeMap<Long, WebhookView> webhooks = new TreeMap<>();
    final TreeMap<Long, JobEntry> jobs = new TreeMap<>();
    RuntimeException broken;
    Runnable before = () -> {};
    Submission submitted;
    GroupEntry group;

    void add(long id, JobStatus status) {
        jobs.put(id, entry(id, status, Visibility.UNLISTED));
    }

    private static JobEntry entry(long id, JobStatus status, Visibility visibility) {
        boolean began = status != JobStatus.QUEUED && status != JobStatus.PENDING;
        TaskStatus task = began ? TaskStatus.SUCCESS : TaskStatus.PENDING;
        return new JobEntry(
                new JobId(id),
                7,
                status,
                visibility,
                "",
                List.of("a", "b"),
                "debian/bookworm",
                began ? "r1" : "",
                began ? 1 : 0,
                THEN,
                THEN,
                IntStream.of(1, 2)
                        .mapToObj(number -> new TaskEntry(
                                10 * id + number, new JobId(id), new TaskName("task-" + number), task, THEN, THEN))
                        .toList());
    }

    Services all() {
        return new Services(jobs(), groups(), webhooks(), new FakeSecrets(this::note), graph());
    }

    private Webhooks webhooks() {
        return new Webhooks() {
            @Override
            public WebhookView create(Caller caller, NewWebhook webhook) {
                note("create webhook");
                WebhookView made = new WebhookView(5, webhook.events(), webhook.query(), webhook.url(), THEN);
                webhooks.put(5L, made);
                return made;
            }

            @Override
            public WebhookView delete(Caller caller, long id) {
                note("delete webhook " + id);
                return webhooks.remove(id);
            }

            @Override
            public WebhookView find(Caller caller, long id) {
                note("webhook");
                return webhooks.get(id);
            }

            @Override
            public WebhookPart<WebhookView> list(Caller caller, long start, int size) {
                note("webhooks from " + start);
                return new WebhookPart<>(List.copyOf(webhooks.values()), start == 0 ? 3 : 0);
            }

            @Override
            public Map<Long, WebhookPart<WebhookDelivery>> deliveries(Caller caller, Map<Long, Long> starts, int size) {
                note("deliveries " + starts);
                Map<Long, WebhookPart<WebhookDelivery>> pages = new HashMap<>();
                starts.keySet()
                        .forEach(id -> pages.put(
                                id,
                                new WebhookPart<>(
                                        List.of(new WebhookDelivery(
                                                new UUID(1, 2),
                                                WebhookEvent.JOB_CREATED,
                                                THEN,
                                                "{}",
                                                200,
                                                "a: b\n",
                                                null)),
                                        0)));
                return pages;
            }
        };
    }

    private Graph graph() {
        return new Graph() {
            @Override
            public JobEntries jobsOf(Caller caller, long owner, long start, int size) {
                note("jobsOf");
                List<JobEntry> found = owner == 7
                        ? jobs.headMap(start == 0 ? Long.MAX_VALUE : start, true).descendingMap().values().stream()
                                .toList()
                        : List.of();
                return new JobEntries(
                        found.subList(0, Math.min(size, found.size())),
                        found.size() > size ? found.get(size).id().value() : 0);
            }

            @Override
            public List<JobEntry> jobs(Caller caller, Collection<JobId> ids) {
                note("jobs");
                return ids.stream()
                        .map(id -> jobs.get(id.value()))
                        .filter(job -> job != null)
                        .toList();
            }

            @Override
            public Map<JobId, String> manifests(Caller caller, Collection<JobId> ids) {
                note("manifests");
                return ids.stream().collect(toMap(Function.identity(), id -> "manifest of " + id));
            }

            @Override
            public Map<JobId, List<ArtifactEntry>> artifacts(Caller caller, Collection<JobId> ids) {
                note("artifacts");
                Map<JobId, List<ArtifactEntry>> artifacts = new HashMap<>();
                ids.forEach(id ->
                        artifacts.put(id, List.of(artifact(id, 5, 9L, true), artifact(id, 6, 3L << 30, false))));
                return artifacts;
            }

            @Override
            public Map<JobId, GroupEntry> groups(Caller caller, Collection<JobId> ids) {
                note("groups");
                return ids.stream()
                        .filter(id -> group != null && group.jobs().contains(id))
                        .collect(toMap(Function.identity(), id -> group));
            }

            @Override
            public Map<LogRef, String> tails(Caller caller, Collection<LogRef> logs) {
                note("tails");
                return logs.stream()
                        .collect(toMap(Function.identity(), log -> "tail of " + log.job() + " " + log.log()));
            }

            @Override
            public List<Profile> profiles(Caller caller, Collection<Long> ids) {
                note("profiles");
                return ids.contains(7L) ? List.of(profile(7, "ann")) : List.of();
            }

            @Override
            public List<Profile> profilesByName(Caller caller, Collection<String> usernames) {
                note("profiles named " + usernames);
                return Stream.of(profile(7, "ann"), profile(8, "bob"))
                        .filter(profile -> usernames.contains(profile.username()))
                        .toList();
            }

            @Override
            public byte[] cursorKey() {
                return new byte[32];
            }

            @Override
            public InstanceView instance() {
                return new InstanceView(
                        URI.create("https://jobs.example"),
                        Duration.ofMinutes(90),
                        new GraphSettings(250, 20, Duration.ofSeconds(3)));
            }
        };
    }

    private static Profile profile(long id, String name) {
        return new Profile(
                id, name, name + "@jobs.example", "https://example.org/", "", "I build.", THEN, THEN.plusSeconds(60));
    }

    private static ArtifactEntry artifact(JobId job, long id, long size, boolean present) {
        return new ArtifactEntry(job, new ArtifactView(id, "out/x y.txt", "x y.txt", size, "ab", THEN), present);
    }

    private Jobs jobs() {
        return new Jobs() {
            @Override
            public Submitted submit(Caller caller, Submission submission) {
                note("submit");
                submitted = submission;
                add(99, submission.execute() ? JobStatus.QUEUED : JobStatus.PENDING);
                return new Submitted(List.of(view(new JobId(99))), null, List.of());
            }

            @Override
            public void start(Caller caller, JobId job) {
                note("start " + job);
                add(job.value(), JobStatus.QUEUED);
            }

            @Override
            public void cancel(Caller caller, JobId job) {
                note("cancel " + job);
                add(job.value(), JobStatus.CANCELLED);
            }

            @Override
            public void show(Caller caller, JobId job, Visibility visibility) {
                note("show " + job);
                jobs.put(job.value(), entry(job.value(), JobStatus.SUCCESS, visibility));
            }
        };
    }

    private Groups groups() {
        return new Groups() {
            @Override
            public CheckedTriggers triggers(Caller caller, String json) {
                note("triggers " + json);
                return new CheckedTriggers(
                        List.of(
                                new EmailTrigger(TriggerCondition.ALWAYS, "ann@jobs.example", "", ""),
                                new WebhookTrigger(TriggerCondition.FAILURE, "https://hook.example")),
                        List.of());
            }

            @Override
            public GroupView create(Caller caller, NewGroup made) {
                note("create " + made.jobs() + " " + made.note() + " " + made.execute());
                group(made.jobs(), made.triggers());
                return groupView(made.jobs());
            }

            @Override
            public GroupView start(Caller caller, GroupId id) {
                note("start group " + id);
                return groupView(group.jobs());
            }
        };
    }

    void group(List<JobId> ofGroup, List<Trigger> triggers) {
        group = new GroupEntry(new GroupId(4), 7, "", THEN, ofGroup, triggers);
    }

    private static GroupView groupView(List<JobId> ofGroup) {
        return new GroupView(
                new GroupId(4),
                "ann",
                "",
                JobStatus.QUEUED,
                THEN,
                ofGroup.stream()
                        .map(job -> new GroupView.GroupedJob(job, JobStatus.QUEUED, "", List.of(), "x"))
                        .toList(),
                List.of(),
                List.of());
    }

    private void note(String call) {
        calls.add(call);
        before.run();
        if (broken != null) {
            throw broken;
        }
    }

    private static JobView view(JobId id) {
        return new JobView(
                id,
                "ann",
                JobStatus.QUEUED,
                Visibility.UNLISTED,
                "",
                List.of(),
                "debian/bookworm",
                "default",
                "",
                THEN,
                THEN,
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
