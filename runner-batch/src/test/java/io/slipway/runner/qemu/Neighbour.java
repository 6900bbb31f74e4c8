// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another machine with an address of a private network, beside those of guests: a container of docker in which something listens. What
 * listens is a qemu without a machine, since the sandbox's image has nothing else.
 */
final class Neighbour implements AutoCloseable {
    static final int PORT = 7001;

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String id;
    private final String address;

    /** @param folder by which the container is found when the test was killed */
    Neighbour(Path folder) {
        id = docker(
                "run",
                "-d",
                "--pull",
                "never",
                "--label",
                "slipway.guest=" + folder,
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--read-only",
                "qemu",
                "qemu-system-x86_64",
                "-machine",
                "none",
                "-nodefaults",
                "-display",
                "none",
                "-chardev",
                "socket,id=door,host=0.0.0.0,port=%d,server=on,wait=off".formatted(PORT));
        address = docker("inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", id);
        await().atMost(SOON).until(this::answers);
    }

    String address() {
        return address;
    }

    private boolean answers() {
        try (Socket socket = new Socket(address, PORT)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        docker("rm", "-f", id);
    }

    private static String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
