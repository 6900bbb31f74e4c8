// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.manifest.BuildEnvironment;
import io.slipway.message.Restart;
import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.task.Task;
import io.slipway.task.TaskStatus;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs the tasks in order, each in a session of its own with a terminal; the first that fails ends the attempt. */
public final class RunTasks implements WorkList<Task> {
    /** Exit code of a task that ended well and said that the build is complete. */
    private static final int COMPLETE = 254;

    private static final String TOLD_FILE = ".tasks/.complete";
    private static final String THEN_TELL_COMPLETE =
            " && if test -s %s; then : >%s; exit %d; fi".formatted(BuildEnvironment.COMPLETE_FILE, TOLD_FILE, COMPLETE);

    private final AttemptRun run;
    private final TaskLimit limit;

    public RunTasks(AttemptRun run, TaskLimit limit) {
        this.run = run;
        this.limit = limit;
    }

    @Override
    public List<Task> items() {
        return run.manifest().tasks();
    }

    /** The guest says where to go on, not the batch job: what it kept may be of a task before the one that was cut off. */
    @Override
    public int first(int done) {
        Restart restart = run.order().restart();
        return restart == null
                ? done
                : items().stream().map(Task::name).toList().indexOf(restart.task());
    }

    @Override
    public void perform(Task task) {
        run.check();
        if (run.isComplete()) {
            run.end(task.name(), TaskStatus.SKIPPED, AttemptRun.NOT_ENDED, null);
            return;
        }
        run.checkpoints().before(task);
        run.check();
        sendWhatIsNew(task);
        run.logs().say("Running task " + task.name());
        Instant started = run.begin(task.name());
        int code = AttemptRun.NOT_ENDED;
        try {
            code = limit.within(run, task.name(), () -> runScript(task));
        } finally {
            run.logs().complete(LogName.of(task.name()));
            TaskStatus status = code == 0 ? TaskStatus.SUCCESS : TaskStatus.FAILED;
            run.end(task.name(), status, code, started);
        }
        if (code != 0) {
            run.check();
            throw new AttemptEndedException(new Outcome.TaskFailed(task.name(), code));
        }
    }

    /** What an attempt brings that goes on in the guest of an earlier one: its own token, and the script that somebody has edited. */
    private void sendWhatIsNew(Task task) {
        Restart restart = run.order().restart();
        if (restart == null || !restart.task().equals(task.name())) {
            return;
        }
        List<GuestFile> files = new ArrayList<>(TokenFiles.of(run.order()));
        if (!restart.script().isEmpty()) {
            run.logs().say("Sending the edited script of task " + task.name());
            files.add(TaskFiles.script(run.guest().home(), task.name(), restart.script()));
        }
        if (!files.isEmpty()) {
            run.guest().send(files);
        }
    }

    /** Runs it and learns in the same round trip whether it said that the build is complete; of the last task nobody asks that. */
    private int runScript(Task task) {
        OutputStream log = run.logs().open(LogName.of(task.name()));
        String script = "./.tasks/" + task.name();
        if (isLast(task)) {
            return run.guest().run(script, true, log);
        }
        int code = run.guest().run(script + THEN_TELL_COMPLETE, true, log);
        if (code == COMPLETE && wasTold()) {
            run.declareComplete();
            return 0;
        }
        return code;
    }

    private boolean isLast(Task task) {
        List<Task> tasks = run.manifest().tasks();
        return task.equals(tasks.get(tasks.size() - 1));
    }

    /** A task may end with that exit code by itself. */
    private boolean wasTold() {
        return run.guest().run("test -e " + TOLD_FILE, false, OutputStream.nullOutputStream()) == 0;
    }
}
