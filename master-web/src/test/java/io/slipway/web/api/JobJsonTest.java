// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Phase;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.query.JobPage;
import io.slipway.master.query.JobSummary;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.CheckpointView;
import io.slipway.master.query.JobView.LogView;
import io.slipway.master.query.JobView.PhaseView;
import io.slipway.master.query.JobView.RestartView;
import io.slipway.master.query.JobView.StandingView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.trigger.DeliveryView;
import io.slipway.master.waiting.WaitReason;
import io.slipway.master.waiting.Waiting;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JobJsonTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Whole WHOLE = new Whole(URI.create("https://jobs.example"));
    private static final JobId ID = new JobId(7);

    @Test
    void jobHasTheShapeThatClientsKnow() {
        String json =
                Json.write(JobJson.of(job(), List.of(), waits(new Waiting(3, WaitReason.SLOTS_BUSY, "Waits.")), WHOLE));

        assertThat(json).isEqualTo("""
                        {"id":7,"status":"failed","visibility":"unlisted","note":"n","tags":"a/b","tag_list":["a","b"],\
                        "image":"debian/bookworm","arch":"x86_64",\
                        "owner":{"canonical_name":"~ann","name":"ann"},"runner":"r1","url":"/~ann/job/7",\
                        "setup_log":"https://jobs.example/api/jobs/7/log",\
                        "tasks":[{"name":"build","status":"failed","log":"https://jobs.example/api/jobs/7/log/build","exit_code":3,\
                        "started":"2026-01-02T03:04:05Z","ended":"2026-01-02T03:04:05Z"},\
                        {"name":"test","status":"pending","log":"https://jobs.example/api/jobs/7/log/test","exit_code":null,\
                        "started":null,"ended":null}],\
                        "attempts":[{"number":1,"runner":"r1","dispatched":"2026-01-02T03:04:05Z",\
                        "started":"2026-01-02T03:04:05Z","ended":null,"outcome":"",\
                        "phases":[{"name":"guest","began":"2026-01-02T03:04:05Z","ended":"2026-01-02T03:04:05Z"}],\
                        "logs":[{"name":"setup","url":"/api/jobs/7/log?attempt=1","size":12,"complete":false,"missing":2}],\
                        "restart":{"attempt":1,"task":"build","edited_script":true,"guest":"standing","automatic":false,"asked":"2026-01-02T03:04:05Z"}}],\
                        "artifacts":[{"id":5,"created":"2026-01-02T03:04:05+00:00","path":"out/x y.txt","name":"x y.txt",\
                        "url":"https://jobs.example/api/jobs/7/artifacts/5/x%20y.txt","size":9,"sha256":"ab"}],\
                        "checkpoint":{"task":"build","runner":"r1","expires":"2026-01-02T03:04:05Z"},\
                        "standing":{"attempt":1,"runner":"r1","task":"build","until":"2026-01-02T03:04:05Z","visited":true,\
                        "command":"ssh -t -p 22 builds@r1 connect 7"},\
                        "group":null,"deliveries":[],\
                        "waiting":{"position":3,"reason":"slots-busy","sentence":"Waits."},\
                        "created":"2026-01-02T03:04:05Z","updated":"2026-01-02T03:04:05Z","warnings":[]}""");
    }

    @Test
    void jobTellsItsGroupAndWhatBecameOfItsDeliveries() {
        DeliveryView sent = new DeliveryView(
                "0-1", "webhook", "always", "failed", "http://h/", "sent", 2, 200, "ok", THEN, null, THEN);
        DeliveryView strange =
                new DeliveryView("0-2", "email", "failure", "failed", null, "pending", 1, null, "", THEN, THEN, null);
        JobJson.Around around = new JobJson.Around(3L, List.of(DeliveryJson.of(sent), DeliveryJson.of(strange)), null);

        assertThat(Json.write(JobJson.of(job(), List.of(), around, WHOLE))).contains("""
                        "group":3,"deliveries":[\
                        {"id":"0-1","action":"webhook","condition":"always","status":"failed","target":"http://h/","state":"sent",\
                        "tries":2,"answer_status":200,"answer":"ok",\
                        "created":"2026-01-02T03:04:05Z","next":null,"ended":"2026-01-02T03:04:05Z"},\
                        {"id":"0-2","action":"email","condition":"failure","status":"failed","target":null,"state":"pending",\
                        "tries":1,"answer_status":null,"answer":null,\
                        "created":"2026-01-02T03:04:05Z","next":"2026-01-02T03:04:05Z","ended":null}],""");
    }

    @Test
    void jobInNoQueueHasNoPosition() {
        Waiting waiting = new Waiting(0, WaitReason.NOT_STARTED, "Waits to be started.");

        assertThat(Json.write(JobJson.of(job(), List.of(), waits(waiting), WHOLE)))
                .contains(
                        "\"waiting\":{\"position\":null,\"reason\":\"not-started\",\"sentence\":\"Waits to be started.\"}");
        assertThat(Json.write(JobJson.of(job(), List.of(), JobJson.Around.NONE, WHOLE)))
                .contains("\"waiting\":null,");
    }

    @Test
    void emptyListHasNoNextPage() {
        assertThat(Json.write(JobListJson.of(new JobPage(List.of(), 0, 0), WHOLE)))
                .isEqualTo("{\"next\":null,\"results\":[],\"total\":0,\"results_per_page\":50}");
    }

    private static JobJson.Around waits(Waiting waiting) {
        return new JobJson.Around(null, List.of(), WaitingJson.of(waiting));
    }

    @Test
    void nextPageIsATextAndTagsAreJoinedAsTheOriginalsClientsReadThem() {
        JobSummary line = line("r1");

        assertThat(Json.write(JobListJson.of(new JobPage(List.of(line), 6, 2), WHOLE)))
                .startsWith("{\"next\":\"6\",")
                .contains("\"tags\":\"a/b\",\"tag_list\":[\"a\",\"b\"]")
                .contains("\"setup_log\":\"https://jobs.example/api/jobs/7/log\"");
    }

    @Test
    void logsOfAJobThatNoRunnerHasBegunAreNull() {
        JobSummary line = line("");

        assertThat(Json.write(JobListJson.of(new JobPage(List.of(line), 0, 1), WHOLE)))
                .contains("\"runner\":null", "\"setup_log\":null", "\"log\":null");
    }

    @Test
    void artifactsAreListedInPages() {
        List<JobJson.Artifact> all = LongStream.rangeClosed(1, 120)
                .mapToObj(id -> new JobJson.Artifact(id, "", "", "", "", 0, ""))
                .toList();

        ArtifactListJson first = ArtifactListJson.of(all, 0);
        ArtifactListJson last = ArtifactListJson.of(all, 20);

        assertThat(first.results())
                .hasSize(50)
                .first()
                .extracting(JobJson.Artifact::id)
                .isEqualTo(120L);
        assertThat(first.next()).isEqualTo("70");
        assertThat(first.total()).isEqualTo(120);
        assertThat(last.results()).hasSize(20);
        assertThat(last.next()).isNull();
    }

    private static JobSummary line(String runner) {
        return new JobSummary(
                ID,
                "ann",
                JobStatus.QUEUED,
                Visibility.PUBLIC,
                "",
                List.of("a", "b"),
                "debian/bookworm",
                runner,
                THEN,
                THEN,
                List.of(new TaskView(new TaskName("build"), TaskStatus.PENDING, null, null, -1, null)));
    }

    private static JobView job() {
        AttemptView attempt = new AttemptView(
                new AttemptRef(ID, 1, 1),
                "r1",
                THEN,
                THEN,
                null,
                "",
                List.of(new PhaseView(Phase.GUEST, THEN, THEN)),
                List.of(new LogView(LogName.SETUP, 12, true, 2)),
                new RestartView(1, new TaskName("build"), true, true, false, THEN));
        return new JobView(
                ID,
                "ann",
                JobStatus.FAILED,
                Visibility.UNLISTED,
                "n",
                List.of("a", "b"),
                "debian/bookworm",
                "x86_64",
                "image: debian/bookworm",
                THEN,
                THEN,
                List.of(attempt),
                List.of(
                        new TaskView(new TaskName("build"), TaskStatus.FAILED, THEN, THEN, 3, 1),
                        new TaskView(new TaskName("test"), TaskStatus.PENDING, null, null, -1, null)),
                List.of(new ArtifactView(5, "out/x y.txt", "x y.txt", 9, "ab", THEN)),
                new CheckpointView(new TaskName("build"), "r1", THEN),
                new StandingView(1, "r1", new TaskName("build"), THEN, true, "ssh -t -p 22 builds@r1 connect 7"));
    }
}
