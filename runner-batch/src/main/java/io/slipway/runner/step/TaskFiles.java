// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.runner.guest.HomeSettings;
import io.slipway.task.TaskName;
import java.nio.charset.StandardCharsets;

/** The files that tasks need in their guest. */
final class TaskFiles {
    private static final int SCRIPT_MODE = 0755;

    private TaskFiles() {}

    /** The script of a task, which its session runs. */
    static GuestFile script(HomeSettings home, TaskName task, String text) {
        return file(".tasks/" + task, home.preamble() + text + "\n");
    }

    /** Below the home folder. */
    static GuestFile file(String path, String text) {
        return new GuestFile(path, SCRIPT_MODE, text.getBytes(StandardCharsets.UTF_8));
    }
}
