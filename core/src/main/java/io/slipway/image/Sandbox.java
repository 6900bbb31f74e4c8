// SPDX-License-Identifier: Apache-2.0
package io.slipway.image;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a runner's guests begin in. As text, which is what {@code images/control IMAGE sandbox} prints: {@code docker closed}.
 *
 * @param open whether guests reach the runner's machine
 */
public record Sandbox(Means means, boolean open) {

    /** What stands around a guest's qemu. */
    public enum Means {
        /** A container of Docker. */
        DOCKER,
        /** A container of Podman. */
        PODMAN,
        /** Nothing: qemu is a process of the runner's user. */
        QEMU;

        /** As settings name it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** All of them, as a sentence about settings has them. */
        public static String words() {
            return Arrays.stream(values()).map(Means::word).collect(joining("`, `"));
        }
    }

    /** Empty for what is none, as a runner of another version may say. */
    public static Optional<Sandbox> of(String text) {
        return Arrays.stream(Means.values())
                .flatMap(means -> Arrays.stream(new Boolean[] {true, false}).map(open -> new Sandbox(means, open)))
                .filter(sandbox -> sandbox.toString().equals(text))
                .findFirst();
    }

    /** Whether a guest that breaks out of its qemu is still shut in. */
    public boolean isContainer() {
        return means != Means.QEMU;
    }

    @Override
    public String toString() {
        return means.word() + (open ? " open" : " closed");
    }
}
