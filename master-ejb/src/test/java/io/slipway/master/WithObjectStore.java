// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.objectserver.ObjectServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a master that keeps artifacts in a real object store: one server for a class, one job that was handed over for each test. */
abstract class WithObjectStore {
    static ObjectServer server;

    ObjectRig of;

    @BeforeAll
    static void startServer() {
        server = ObjectServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void handOverOneJob() {
        of = new ObjectRig(server);
    }

    @AfterEach
    void close() {
        of.close();
    }
}
