// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTest {
    /** A job that no runner has begun. */
    private static final String BEFORE = """
            {"id":7,"status":"queued","setup_log":null,"attempts":[],"artifacts":[],
             "tasks":[{"name":"build","status":"pending","log":null}]}
            """;

    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Client client = new Client(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    private FakeMaster master;

    @BeforeEach
    void startMaster() throws IOException {
        master = new FakeMaster();
    }

    @AfterEach
    void stopMaster() {
        master.close();
    }

    @Test
    void printsTheTokenThatTheAdministratorAskedFor() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        master.on("POST /api/tokens", 201, "{\"token\":\"abc\",\"expires\":\"2026-12-01T00:00:00Z\"}");

        int code = client.run(
                List.of("token", origin(), "admin", password.toString(), "ann", "demo", "1d", "JOBS:RW", "LOGS:RO"));

        assertThat(code).isZero();
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("abc");
        assertThat(master.requests())
                .containsExactly("POST /api/tokens Basic YWRtaW46c2VjcmV0 {\"user\":\"ann\",\"name\":\"demo\","
                        + "\"lifetime\":\"1d\",\"grants\":[\"JOBS:RW\",\"LOGS:RO\"]}");
    }

    @Test
    void printsTheTokenThatEnrolsARunner() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        master.on("POST /api/tokens", 201, "{\"token\":\"abc\"}");
        master.on("POST /api/runners/tokens", 201, "{\"token\":\"slipway-enrol_x\",\"runner\":\"local\"}");

        int code = client.run(List.of("enrolment-token", origin(), "admin", password.toString(), "local"));

        assertThat(code).isZero();
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("slipway-enrol_x");
        assertThat(master.requests())
                .containsExactly(
                        "POST /api/tokens Basic YWRtaW46c2VjcmV0 {\"user\":\"admin\",\"name\":\"enrolment of local\","
                                + "\"lifetime\":\"1m\",\"grants\":[\"JOBS:RW\"]}",
                        "POST /api/runners/tokens Bearer abc {\"runner\":\"local\"}");
    }

    @Test
    void saysWhyNoTokenWasGiven() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "wrong\n");
        master.on(
                "POST /api/tokens",
                401,
                "{\"errors\":[{\"reason\":\"name or password is wrong\",\"code\":\"SW-31\"}]}");

        int code = client.run(List.of("token", origin(), "admin", password.toString(), "ann", "demo", "1d", "JOBS:RW"));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("401", "name or password is wrong", "SW-31");
    }

    @Test
    void printsEveryLogOnceInOrderAndComparesTheArtifact() throws Exception {
        jobThatEnds("success", "success", SHA256_OF_HELLO);

        int code = runJob();

        assertThat(code).isZero();
        assertThat(out.toString(UTF_8))
                .containsSubsequence(
                        "──── setup",
                        "booting",
                        "──── task build",
                        "line 1",
                        "line 2",
                        SHA256_OF_HELLO + ": as the master says",
                        "job 7: success",
                        "12.5 s",
                        "the end")
                .containsOnlyOnce("line 1");
        assertThat(master.requests()).noneMatch(request -> request.contains("null"));
        assertThat(folder.resolve("downloads/3-hello.txt")).hasContent("hello");
    }

    @Test
    void namesTheTaskThatFailed() throws Exception {
        jobThatEnds("failed", "failed", SHA256_OF_HELLO);

        int code = runJob();

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("Task `build` failed.", "job 7: failed");
    }

    @Test
    void aDamagedArtifactIsNoSuccess() throws Exception {
        jobThatEnds("success", "success", "0".repeat(64));

        int code = runJob();

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains(SHA256_OF_HELLO + ": the master says 0000");
    }

    @Test
    void showsWhereAManifestIsWrong() throws Exception {
        master.on(
                "POST /api/jobs",
                400,
                "{\"errors\":[{\"reason\":\"no tasks\",\"code\":\"SW-11\",\"line\":3,\"column\":5,\"path\":\"tasks\"}]}");

        int code = runJob();

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("line 3, column 5: no tasks (SW-11)");
    }

    @Test
    void aMasterThatRefusesStrangersIsUp() throws Exception {
        master.on("GET /api/jobs", 401, "");

        assertThat(client.run(List.of("health", origin() + "/api/jobs"))).isZero();
    }

    @Test
    void aMasterWithoutTheApplicationIsNotUp() throws Exception {
        assertThat(client.run(List.of("health", origin() + "/api/jobs"))).isEqualTo(1);
    }

    @Test
    void doesNotWaitForAMasterThatDidNotDeploy() throws Exception {
        Path log = Files.writeString(folder.resolve("log"), "x\n Boot Command deploy failed y\n");
        String pid = Long.toString(ProcessHandle.current().pid());

        assertThat(client.run(List.of("await", origin() + "/api/jobs", "600", pid, log.toString())))
                .isEqualTo(1);
    }

    @Test
    void anUnknownCommandIsWrongUse() throws Exception {
        assertThat(client.run(List.of("launch"))).isEqualTo(64);
    }

    @Test
    void anArtifactThatIsInAnObjectStoreIsFetchedThereWithoutTheToken() throws Exception {
        master.on("GET /api/jobs/7/artifacts/3/hello.txt", 302, origin() + "/objects/hello.txt?signature=good")
                .on("GET /objects/hello.txt", 200, "hello");
        jobThatEnds("success", "success", SHA256_OF_HELLO);

        int code = runJob();

        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(master.requests()).contains("GET /objects/hello.txt null ");
    }

    private void jobThatEnds(String status, String task, String sha256) {
        String artifact = """
                {"id":3,"path":"out/hello.txt","name":"hello.txt","size":5,"sha256":"%s","url":"%s/api/jobs/7/artifacts/3/hello.txt"}
                """.formatted(sha256, origin());
        master.on("POST /api/jobs", 200, "{\"id\":7}")
                .on("GET /api/jobs/7", 200, BEFORE)
                .on("GET /api/jobs/7", 200, job("running", "running", ""))
                .on("GET /api/jobs/7", 200, job(status, task, artifact))
                .on("GET /api/jobs/7/log", 200, "booting\n")
                .on("GET /api/jobs/7/log/build", 200, "line 1\n")
                .on("GET /api/jobs/7/log/build", 200, "line 1\nline 2\n")
                .on("GET /api/jobs/7/events", 200, "event: log\ndata: {}\n\nevent: log\ndata: {}\n\n")
                .on("GET /api/jobs/7/artifacts/3/hello.txt", 200, "hello");
    }

    private String job(String status, String task, String artifact) {
        return """
                {"id":7,"status":"%1$s","setup_log":"%4$s/api/jobs/7/log",
                 "tasks":[{"name":"build","status":"%2$s","log":"%4$s/api/jobs/7/log/build"}],
                 "attempts":[{"outcome":"the end","phases":[
                   {"name":"boot","began":"2026-11-23T10:00:00Z","ended":"2026-11-23T10:00:12.5Z"}]}],
                 "artifacts":[%3$s]}
                """.formatted(status, task, artifact, origin());
    }

    private int runJob() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "abc\n");
        Path manifest = Files.writeString(folder.resolve("pass.yml"), "image: x\n");
        return client.run(List.of(
                "job",
                origin(),
                token.toString(),
                manifest.toString(),
                folder.resolve("downloads").toString()));
    }

    private String origin() {
        return master.origin().toString();
    }
}
