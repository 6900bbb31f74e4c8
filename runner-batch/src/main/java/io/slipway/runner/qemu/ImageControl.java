// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The program {@code images/control}, for one guest. Every method gives its exit code. */
final class ImageControl {
    private static final System.Logger LOG = System.getLogger(ImageControl.class.getName());

    /** Exit code: the port is taken. */
    static final int PORT_TAKEN = 75;

    /** Exit code: the image has no such function. */
    static final int UNAVAILABLE = 69;

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration WARM = Duration.ofMinutes(10);
    private static final Duration INSTALL = Duration.ofDays(1);

    private final Place place;
    private final GuestSettings settings;
    private final boolean templates;
    private final ProcessLauncher launcher;
    private final Map<Runnable, Boolean> running = new ConcurrentHashMap<>();

    /**
     * What is booted, and where.
     *
     * @param name number of the job, or {@code ready}; shown in the name of its process
     * @param folder its run folder
     * @param checkpoint the folder of the checkpoint that it goes on from; empty for a guest that begins anew
     */
    record Place(String name, ImageName image, Arch arch, Path folder, Optional<Path> checkpoint) {
        Place(String name, ImageName image, Arch arch, Path folder) {
            this(name, image, arch, folder, Optional.empty());
        }
    }

    /** @param templates whether it may begin from a warm template */
    ImageControl(Place place, GuestSettings settings, boolean templates, ProcessLauncher launcher) {
        this.place = place;
        this.settings = settings;
        this.templates = templates;
        this.launcher = launcher;
    }

    Place place() {
        return place;
    }

    int boot(int port, OutputStream log) {
        return run(START, log, "boot", place.arch().value(), Integer.toString(port));
    }

    /** Makes the image's warm template if there is none that fits. */
    int warm(OutputStream log) {
        return run(WARM, log, "warm", place.arch().value());
    }

    /** Throws away the warm template that fits. */
    int dropTemplate(OutputStream log) {
        return run(START, log, "unwarm", place.arch().value());
    }

    int checkpoint(int number, OutputStream log) {
        return run(START, log, "checkpoint", Integer.toString(number));
    }

    /** Ends the guest and leaves its newest checkpoint in its folder; gives the number, or nothing, and then the guest is as it was. */
    OptionalInt keep() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = run(START, said, "keep");
        String text = said.toString(StandardCharsets.UTF_8).strip();
        if (code != 0) {
            LOG.log(System.Logger.Level.WARNING, "Guest {0}: no checkpoint is kept: {1}", place.name(), text);
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text.substring(text.lastIndexOf('\n') + 1)));
    }

    int cleanup(int port) {
        return run(START, OutputStream.nullOutputStream(), "cleanup", Integer.toString(port));
    }

    /** Has control reach the guest by itself, for images that have no script for it. */
    int act(Action action, int port, List<String> arguments, OutputStream log) {
        return run(INSTALL, log, action.verb, Integer.toString(port), arguments);
    }

    /** Prints the shell script that does it in the guest; {@link #UNAVAILABLE} when the image has none. */
    int script(Action action, List<String> arguments, OutputStream script) {
        return run(START, script, "script", action.verb, arguments);
    }

    /** What an image can do in a guest. */
    enum Action {
        /** Arguments: packages. */
        INSTALL("install"),
        /** Arguments: name and source of a package repository. */
        ADD_REPOSITORY("add-repo");

        private final String verb;

        Action(String verb) {
            this.verb = verb;
        }
    }

    private int run(Duration deadline, OutputStream log, String verb, String first, List<String> more) {
        List<String> words = new ArrayList<>(List.of(verb, first));
        words.addAll(more);
        return run(deadline, log, words.toArray(String[]::new));
    }

    private int run(Duration deadline, OutputStream log, String... words) {
        List<String> arguments = new ArrayList<>(settings.control());
        arguments.add(place.image().value());
        arguments.addAll(List.of(words));
        Map<String, String> environment = new HashMap<>(settings.sandbox().environment());
        environment.putAll(Map.of(
                "SLIPWAY_GUEST_DIR", place.folder().toString(),
                "SLIPWAY_IMAGES", settings.images().toString(),
                "SLIPWAY_TEMPLATES", templates ? settings.templates().toString() : "",
                "SLIPWAY_CHECKPOINT", place.checkpoint().map(Path::toString).orElse(""),
                "SLIPWAY_GUEST_CPUS", Integer.toString(settings.cpus()),
                "MEMORY", Integer.toString(settings.memory()),
                "BUILD_JOB_ID", place.name()));
        return launcher.run(new Launch(arguments, environment, settings.images(), deadline), log, this::watch);
    }

    private Runnable watch(Runnable end) {
        running.put(end, true);
        return () -> running.remove(end);
    }

    /** Ends what runs of it now. */
    void interrupt() {
        running.keySet().forEach(Runnable::run);
    }
}
