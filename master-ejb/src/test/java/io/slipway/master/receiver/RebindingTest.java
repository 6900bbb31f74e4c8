// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.receiver.Receivers.Post;
import io.slipway.signature.WebhookKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A name whose address changes between two calls, as the resolver of the JDK resolves it, in a process of its own. */
@Timeout(60)
class RebindingTest {
    @TempDir
    Path folder;

    @Test
    void nameThatIsBoundToAnotherAddressAfterwardsLeadsNowhere() throws IOException, InterruptedException {
        try (MockWebServer allowed = new MockWebServer();
                MockWebServer inside = new MockWebServer()) {
            allowed.start(InetAddress.getByName("127.0.0.2"), 0);
            inside.start(InetAddress.getByName("127.0.0.1"), allowed.getPort());
            for (MockWebServer server : List.of(allowed, inside)) {
                server.enqueue(new MockResponse.Builder()
                        .code(200)
                        .addHeader("Connection", "close")
                        .build());
            }

            List<String> answers = answers(allowed.getPort(), "127.0.0.2", "127.0.0.1");

            assertThat(answers).containsExactly("200", ForbiddenAddressException.SENTENCE);
            assertThat(allowed.getRequestCount()).isEqualTo(1);
            assertThat(inside.getRequestCount()).isZero();
        }
    }

    /** @param addresses those that the name has, one call after the other */
    private List<String> answers(int port, String... addresses) throws IOException, InterruptedException {
        Path hosts = folder.resolve("hosts");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-Dsun.net.inetaddr.ttl=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Caller.class.getName(),
                        "http://rebound.example:%d/".formatted(port),
                        folder.resolve("webhook.key").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> answers = new ArrayList<>();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintStream asked = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String address : addresses) {
                Files.writeString(hosts, address + " rebound.example\n");
                asked.println();
                answers.add(said.readLine());
            }
        } finally {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        return answers;
    }

    /** Calls an address once for every line that comes in, and says what came of it. */
    static final class Caller {
        private Caller() {}

        public static void main(String[] arguments) throws IOException, TimeoutException, InterruptedException {
            Receivers receivers = new Receivers(
                    Networks.andThose(List.of("127.0.0.2")),
                    WebhookKey.open(Path.of(arguments[1])),
                    new SecureRandom());
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (lines.readLine() != null) {
                try {
                    System.out.println(receivers
                            .call(new Post(arguments[0], "{}", Map.of()), Duration.ofSeconds(20), 100)
                            .status());
                } catch (ForbiddenAddressException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
