// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.QemuGuest.Place;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;

/** Makes guests of qemu, by {@code images/control}. */
public final class QemuGuestFactory implements GuestFactory {
    private final PortPool ports = new PortPool(new SecureRandom());
    private SshClient client;

    @Override
    public String kind() {
        return "qemu";
    }

    @Override
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        Path folder = settings.runs().resolve(attempt.job() + "-" + attempt.epoch());
        return new QemuGuest(new Place(attempt, image, arch, folder), settings, launcher, ports, client());
    }

    private synchronized SshClient client() {
        if (client == null) {
            client = SshConnection.client();
        }
        return client;
    }

    /** A guest that an earlier process left is found by its run folder; any image's control can end it. */
    @Override
    public void sweep(GuestSettings settings, ProcessLauncher launcher) {
        List<Path> left = RunFolders.list(settings.runs());
        List<ImageName> images = new ImageFolder(settings.images())
                .offered().stream().map(offered -> offered.name()).toList();
        for (Path folder : left) {
            if (!images.isEmpty()) {
                List<String> arguments = new ArrayList<>(settings.control());
                arguments.addAll(List.of(images.get(0).value(), "cleanup", "1"));
                launcher.run(
                        new Launch(
                                arguments,
                                Map.of(
                                        "SLIPWAY_GUEST_DIR", folder.toString(),
                                        "SLIPWAY_IMAGES", settings.images().toString()),
                                settings.images(),
                                Duration.ofMinutes(1)),
                        OutputStream.nullOutputStream(),
                        end -> () -> {});
            }
            RunFolders.remove(folder);
        }
    }
}
