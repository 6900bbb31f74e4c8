// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.KeepLimits;
import io.slipway.message.WorkOrder;
import io.slipway.runner.upload.ObjectUpload.Handover;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object store that does not come back. */
class StoreAwayTest {
    @TempDir
    private Path folder;

    @Test
    void aStoreThatStaysAwayIsGivenUpWithASentenceThatSaysWhatToDo() throws IOException {
        URI empty;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            empty = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
        }
        HttpServer master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        master.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] answer = "{\"object\": \"1\", \"address\": \"%s/a?signature=good\", \"headers\": {}}"
                    .formatted(empty)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        master.start();
        URI uploads = URI.create(
                "http://127.0.0.1:%d/uploads".formatted(master.getAddress().getPort()));
        Path file = Files.writeString(folder.resolve("out.txt"), "bytes");
        Handover handover = new Handover(order(uploads), URI.create(uploads + "/0/out.txt"), "out.txt", file);

        try {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> new ObjectUpload(new Exchange(2), Duration.ofSeconds(5)).send(handover, () -> {}))
                    .satisfies(given -> assertThat(given.problem()).isEqualTo(Problem.UPLOAD_FAILED))
                    .withMessage(
                            "Uploading artifact `out.txt`: the object store at `%s` did not answer in 3 tries (ConnectException);"
                                    + " look whether it is up and this runner reaches it, then submit the job again",
                            empty);
        } finally {
            master.stop(0);
        }
        assertThat(asked).hasValue(1);
    }

    private static WorkOrder order(URI uploads) {
        return new WorkOrder(
                new AttemptRef(new JobId(1), 1, 1),
                "ann",
                URI.create("http://localhost/~ann/job/1"),
                "image: fake",
                Map.of(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                uploads,
                "token",
                List.of(),
                null,
                KeepLimits.DEFAULT);
    }
}
