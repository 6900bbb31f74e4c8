// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where a guest began, as {@code images/control} wrote it into the run folder. */
enum Beginning {
    /** With its boot. */
    COLD("cold"),
    /** With its boot, because the template that was there was good for nothing and was thrown away. */
    COLD_TEMPLATE_DROPPED("cold, template thrown away"),
    /** In its image's warm template. */
    RESTORED("restored"),
    /** At a checkpoint of an earlier attempt. */
    CHECKPOINT("checkpoint");

    private final String word;

    Beginning(String word) {
        this.word = word;
    }

    /** Of a guest whose run folder does not say it: cold. */
    static Beginning of(Path runFolder) {
        try {
            String said = Files.readString(runFolder.resolve("began")).strip();
            return Arrays.stream(values())
                    .filter(beginning -> beginning.word.equals(said))
                    .findFirst()
                    .orElse(COLD);
        } catch (IOException e) {
            return COLD;
        }
    }

    /** Whether it listened from its first moment on. */
    boolean isOfMemory() {
        return this == RESTORED || this == CHECKPOINT;
    }

    String word() {
        return word;
    }
}
