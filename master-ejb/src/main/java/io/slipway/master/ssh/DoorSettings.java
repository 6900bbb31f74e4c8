// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ssh;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import io.slipway.ssh.SshSettings;
import java.nio.file.Path;

/**
 * Where people reach the master by ssh.
 *
 * @param hostKey the file of the server's own key; made when it is not there
 */
public record DoorSettings(SshSettings ssh, Path hostKey) {
    public DoorSettings {
        requireNonNull(ssh, "ssh");
        requireNonNull(hostKey, "hostKey");
    }

    /** Keys {@code ssh.address}, {@code ssh.port}, {@code ssh.name}, {@code ssh.host-key}. */
    public static DoorSettings from(Settings settings) {
        return new DoorSettings(SshSettings.from(settings), settings.path("ssh.host-key", Path.of("ssh-host.key")));
    }
}
