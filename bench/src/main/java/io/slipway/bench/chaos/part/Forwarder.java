// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries the TCP connections to one port of the loopback interface on to another port, and can be cut: then every connection is reset,
 * and new ones are refused until it is mended. Open from its making on; safe for many threads.
 */
public final class Forwarder implements AutoCloseable {
    private static final int BUFFER = 16 << 10;
    private static final int BACKLOG = 128;
    private static final int CONNECT_MILLIS = 2_000;

    private final int port;
    private final int target;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private ServerSocket listening;
    private Thread accepting;

    /**
     * @param port on which it listens; 0 for any
     * @param target where connections are carried to
     */
    public Forwarder(int port, int target) {
        this.target = target;
        listen(port);
        this.port = listening.getLocalPort();
    }

    public int port() {
        return port;
    }

    private synchronized void listen(int on) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), BACKLOG);
            listening = socket;
            accepting = start("accept", () -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("Listening on port %d".formatted(on), e);
        }
    }

    /** Resets every connection and refuses new ones. */
    public void cut() {
        Thread ending;
        synchronized (this) {
            reset(listening);
            pairs.forEach(Pair::reset);
            pairs.clear();
            ending = accepting;
        }
        try {
            // As long as a thread waits for connections on a closed socket, some are still taken.
            ending.join(2L * CONNECT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes connections again. */
    public synchronized void mend() {
        if (listening.isClosed()) {
            listen(port);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException e) {
                // It was cut, or the target refuses: whoever asks sees a connection that breaks.
                continue;
            }
        }
    }

    private void connect(Socket from) throws IOException {
        Pair pair = new Pair(from, new Socket(), new AtomicInteger(2));
        if (!carries(pair)) {
            return;
        }
        try {
            pair.to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            pair.from.setTcpNoDelay(true);
            pair.to.setTcpNoDelay(true);
        } catch (IOException e) {
            end(pair);
            throw e;
        }
        start("carry", () -> carry(pair, pair.from, pair.to));
        start("carry", () -> carry(pair, pair.to, pair.from));
    }

    private synchronized boolean carries(Pair pair) {
        if (listening.isClosed()) {
            pair.reset();
            return false;
        }
        return pairs.add(pair);
    }

    /** One direction. What is on its way arrives before the end does. */
    private void carry(Pair pair, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
            if (pair.directions.decrementAndGet() == 0) {
                end(pair);
            }
        } catch (IOException e) {
            end(pair);
        }
    }

    private void end(Pair pair) {
        pair.reset();
        pairs.remove(pair);
    }

    /**
     * A connection and the one that it is carried on by.
     *
     * @param directions that have not ended
     */
    private record Pair(Socket from, Socket to, AtomicInteger directions) {
        void reset() {
            Forwarder.reset(from);
            Forwarder.reset(to);
        }
    }

    /** Without lingering, so that the other side sees it at once and no port waits. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
            return;
        }
    }

    private static void reset(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread start(String what, Runnable work) {
        Thread thread = new Thread(work, "forwarder-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        cut();
    }
}
