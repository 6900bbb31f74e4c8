// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.ProblemException;
import io.slipway.image.Sandbox;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.guest.ImageFolder;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks {@code images/control} what guests begin in, again and again: an engine may come later than the runner, or go. An image's
 * control that does not know the question is believed to be able to.
 */
final class SandboxCheck {
    private static final System.Logger LOG = System.getLogger(SandboxCheck.class.getName());
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final GuestSettings settings;
    private final ProcessLauncher launcher;
    private volatile String sandbox = "";
    private volatile String refusal = "";

    SandboxCheck(GuestSettings settings, ProcessLauncher launcher) {
        this.settings = settings;
        this.launcher = launcher;
    }

    /** As {@link Sandbox} has it; empty when that is not known. */
    String sandbox() {
        return sandbox;
    }

    boolean canBegin() {
        return refusal.isEmpty();
    }

    /** Asks, and says in the log when the answer is another one. */
    void ask() {
        new ImageFolder(settings.images())
                .offered().stream()
                        .findFirst()
                        .ifPresent(offered -> ask(offered.name().value()));
    }

    private void ask(String image) {
        List<String> arguments = new ArrayList<>(settings.control());
        arguments.addAll(List.of(image, "sandbox"));
        Map<String, String> environment = new HashMap<>(settings.sandbox().environment());
        environment.put("SLIPWAY_IMAGES", settings.images().toString());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code;
        try {
            code = launcher.run(new Launch(arguments, environment, settings.images(), LONGEST), said, end -> () -> {});
        } catch (ProblemException e) {
            refuse(e.getMessage());
            return;
        }
        String text = said.toString(StandardCharsets.UTF_8).strip();
        if (code == ImageControl.UNAVAILABLE) {
            refuse(text);
        } else {
            learn(code == 0 ? Sandbox.of(lastLine(text)).map(Sandbox::toString).orElse("") : "");
        }
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private void refuse(String why) {
        if (!why.equals(refusal)) {
            LOG.log(System.Logger.Level.ERROR, "No orders are taken, since no guest can begin: {0}", why);
        }
        refusal = why;
        sandbox = "";
    }

    private void learn(String found) {
        if (!found.equals(sandbox) || !refusal.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "Guests begin in: {0}", found.isEmpty() ? "not known" : found);
        }
        refusal = "";
        sandbox = found;
    }
}
