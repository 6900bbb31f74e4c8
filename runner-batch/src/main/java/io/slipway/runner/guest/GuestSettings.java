// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How guests are made.
 *
 * @param kind which {@link GuestFactory}
 * @param images the folder of images
 * @param control the program that starts and ends guests, with its own arguments
 * @param runs the folder that has a run folder for each guest
 * @param templates the folder of warm templates
 * @param warm whether guests begin from warm templates
 * @param ready the most guests of an image that wait for a job
 * @param memory in MiB
 * @param cpus 1 or more
 * @param await how long a guest may take until it answers
 * @param sandbox what guests begin in
 */
public record GuestSettings(
        String kind,
        Path images,
        List<String> control,
        Path runs,
        Path templates,
        boolean warm,
        int ready,
        int memory,
        int cpus,
        Duration await,
        SandboxSettings sandbox) {
    public GuestSettings {
        control = List.copyOf(control);
    }

    /** Keys {@code guest.kind}, {@code images.folder}, {@code control.command}, {@code guest.memory}, … */
    public static GuestSettings from(Settings settings, Path state) {
        Path images = settings.path("images.folder", Path.of("/var/lib/images"));
        return new GuestSettings(
                settings.text("guest.kind", "qemu"),
                images,
                settings.list(
                        "control.command", List.of(images.resolve("control").toString())),
                state.resolve("guests"),
                state.resolve("templates"),
                settings.flag("guest.warm", true),
                settings.number("guest.ready", 2, 0, 1000),
                settings.number("guest.memory", 2048, 64, 1 << 20),
                settings.number("guest.cpus", 2, 1, 256),
                settings.duration("guest.await", Duration.ofMinutes(3)),
                SandboxSettings.from(settings));
    }
}
