// SPDX-License-Identifier: Apache-2.0
package io.slipway.ssh;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;

/**
 * Where people reach an ssh server of ours.
 *
 * @param address the interface to listen on
 * @param port 0 for no server
 * @param name {@code host:port} as people reach it
 */
public record SshSettings(String address, int port, String name) {
    private static final int LAST_PORT = 65_535;

    /** Keys {@code ssh.address}, {@code ssh.port}, {@code ssh.name}. */
    public static SshSettings from(Settings settings) {
        int port = settings.number("ssh.port", 0, 0, LAST_PORT);
        String name = settings.text("ssh.name", "127.0.0.1:" + port);
        if (!name.matches("[A-Za-z0-9._-]+:[0-9]{1,5}")) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Key `ssh.name` is `%s`; a host's name or address and a port, such as `host.example:2222`, is allowed"
                            .formatted(name));
        }
        return new SshSettings(settings.text("ssh.address", "127.0.0.1"), port, port == 0 ? "" : name);
    }

    public boolean isOn() {
        return port != 0;
    }
}
