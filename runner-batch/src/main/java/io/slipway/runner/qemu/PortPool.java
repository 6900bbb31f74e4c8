// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Ports of the loopback interface for guests: free when given, and given to one guest at a time. */
final class PortPool {
    private static final int FIRST = 22_000;
    private static final int COUNT = 8_000;
    private static final int TRIES = 200;

    private final Set<Integer> given = ConcurrentHashMap.newKeySet();
    private final RandomGenerator random;

    PortPool(RandomGenerator random) {
        this.random = random;
    }

    int take() {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = FIRST + random.nextInt(COUNT);
            if (given.add(port)) {
                if (isFree(port)) {
                    return port;
                }
                given.remove(port);
            }
        }
        throw new ProblemException(
                Problem.GUEST_NOT_STARTED,
                "Taking a port for a guest: %d ports from %d to %d were tried, all are taken"
                        .formatted(TRIES, FIRST, FIRST + COUNT - 1));
    }

    void giveBack(int port) {
        given.remove(port);
    }

    /** Another program may still take it before qemu does; control then says so, and another port is taken. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
