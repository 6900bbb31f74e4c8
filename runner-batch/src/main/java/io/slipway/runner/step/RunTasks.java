// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.manifest.BuildEnvironment;
import io.slipway.runner.guest.Guest;
import io.slipway.task.Task;
import io.slipway.task.TaskStatus;
import java.io.OutputStream;
import java.util.List;

/** Runs the tasks in order, each in a session of its own with a terminal; the first that fails ends the attempt. */
public final class RunTasks implements WorkList<Task> {
    private static final int NOT_ENDED = -1;

    private final AttemptRun run;

    public RunTasks(AttemptRun run) {
        this.run = run;
    }

    @Override
    public List<Task> items() {
        return run.manifest().tasks();
    }

    @Override
    public void perform(Task task) {
        run.check();
        if (run.isComplete()) {
            run.report().task(run.attempt(), task.name(), TaskStatus.SKIPPED, NOT_ENDED);
            return;
        }
        run.logs().say("Running task " + task.name());
        run.report().task(run.attempt(), task.name(), TaskStatus.RUNNING, NOT_ENDED);
        int code = NOT_ENDED;
        try {
            code = runScript(task);
        } finally {
            run.logs().complete(LogName.of(task.name()));
            TaskStatus status = code == 0 ? TaskStatus.SUCCESS : TaskStatus.FAILED;
            run.report().task(run.attempt(), task.name(), status, code);
        }
        if (code != 0) {
            run.check();
            throw new AttemptEndedException(new Outcome.TaskFailed(task.name(), code));
        }
        if (saidComplete()) {
            run.declareComplete();
        }
    }

    private int runScript(Task task) {
        OutputStream log = run.logs().open(LogName.of(task.name()));
        return run.guest().run("./.tasks/" + task.name(), true, log);
    }

    private boolean saidComplete() {
        Guest guest = run.guest();
        return guest.run("test -s " + BuildEnvironment.COMPLETE_FILE, false, OutputStream.nullOutputStream()) == 0;
    }
}
