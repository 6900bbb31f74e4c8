// SPDX-License-Identifier: Apache-2.0
package io.slipway.objectserver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real server that speaks S3 and checks every signature: S3Proxy in a process of its own, with a folder of its own, on a free port of the
 * loopback address. The build of the module puts its archive at {@code target/object-server}.
 */
public final class ObjectServer implements AutoCloseable {
    public static final String ACCESS_KEY = "slipway-tests";
    public static final String SECRET_KEY = "no more than a secret of tests";

    private static final Path ARCHIVE = Path.of("target/object-server/s3proxy-jar-with-dependencies.jar");
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;

    private final Path folder;
    private final int port;
    private Process process;

    private ObjectServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one that holds nothing. */
    public static ObjectServer start() {
        ObjectServer server = at(freePort());
        server.up();
        return server;
    }

    /** One that is not up yet. */
    public static ObjectServer at(int port) {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "objects");
            Files.createDirectories(folder.resolve("data"));
            return new ObjectServer(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it with what it held before, and waits until it answers. */
    public void up() {
        try {
            Path settings = folder.resolve("s3proxy.properties");
            Files.write(
                    settings,
                    List.of(
                            "s3proxy.endpoint=" + address(),
                            "s3proxy.authorization=aws-v4",
                            "s3proxy.identity=" + ACCESS_KEY,
                            "s3proxy.credential=" + SECRET_KEY,
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.filesystem.basedir=" + folder.resolve("data"),
                            "jclouds.identity=unused",
                            "jclouds.credential=unused"));
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx160m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-jar",
                            ARCHIVE.toString(),
                            "--properties",
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    private void awaitAnswer() {
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + LONGEST_START.toNanos();
        try {
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    client.send(HttpRequest.newBuilder(address()).build(), BodyHandlers.discarding());
                    return;
                } catch (IOException e) {
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        throw new IllegalStateException("the object server did not start; see `%s`".formatted(folder.resolve("log")));
    }

    /** Ends it; what it holds stays. */
    public void down() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The keys of what a bucket holds, sorted. */
    public List<String> keys(String bucket) {
        Path held = folder.resolve("data").resolve(bucket);
        if (!Files.isDirectory(held)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(held)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> held.relativize(file).toString().replace(File.separatorChar, '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes an object behind everybody's back. */
    public void remove(String bucket, String key) {
        try {
            Files.delete(folder.resolve("data").resolve(bucket).resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of the loopback address that nobody listens at. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            down();
        }
    }
}
