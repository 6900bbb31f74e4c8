// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** As much of a mail server as is needed to refuse, which a real one does rarely. */
final class FakeMailServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<String, Deque<String>> refusals = new ConcurrentHashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    FakeMailServer() {
        try {
            listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new Thread(this::serve, "fake-mail").start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Answers so, once, to a line that begins in this way. */
    void refuse(String begin, String answer) {
        refusals.computeIfAbsent(begin, key -> new ArrayDeque<>()).add(answer);
    }

    /** Every line that was said to it. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                serve(socket);
            } catch (IOException e) {
                // Closed, or the other side is gone: the next one comes.
                continue;
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
        say(out, "220 fake");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (data && !line.equals(".")) {
                continue;
            }
            data = false;
            String answer = refusal(line);
            if (answer == null && line.equals("DATA")) {
                data = true;
                answer = "354 go on";
            }
            say(out, answer == null ? "250 fine" : answer);
            if (line.equals("QUIT")) {
                return;
            }
        }
    }

    private String refusal(String line) {
        return refusals.entrySet().stream()
                .filter(refusal -> line.startsWith(refusal.getKey()))
                .flatMap(refusal -> Stream.ofNullable(refusal.getValue().poll()))
                .findFirst()
                .orElse(null);
    }

    private static void say(PrintWriter out, String line) {
        out.print(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
