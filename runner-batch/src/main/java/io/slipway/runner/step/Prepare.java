// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.Problem;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.log.LogName;
import io.slipway.manifest.BuildEnvironment;
import io.slipway.manifest.Source;
import io.slipway.message.Restart;
import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.runner.upload.CacheTransfer;
import io.slipway.secret.Secret;
import io.slipway.task.Task;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the guest ready for the tasks: files, secrets, caches, repositories, packages, sources, in this order, as far as the job has them. All
 * files cross in one round trip, secrets in another one.
 */
public final class Prepare implements WorkList<Prepare.Preparation> {
    private final AttemptRun run;
    private final CacheTransfer caches;

    public Prepare(AttemptRun run, CacheTransfer caches) {
        this.run = run;
        this.caches = caches;
    }

    /** One thing that is made ready. */
    public enum Preparation {
        /** Task scripts, the environment and the token, in one go. */
        FILES,
        /** Keys and files that nobody else may read. */
        SECRETS,
        /** Caches that earlier jobs left. */
        CACHES,
        /** Package repositories. */
        REPOSITORIES,
        /** Packages. */
        PACKAGES,
        /** Clones of sources. */
        SOURCES
    }

    @Override
    public List<Preparation> items() {
        return Arrays.stream(Preparation.values()).filter(this::isNeeded).toList();
    }

    /** What is kept of a guest was prepared before its first task. */
    @Override
    public int first(int done) {
        Restart restart = run.order().restart();
        return restart != null && restart.guest() == Restart.Kept.CHECKPOINT ? items().size() : done;
    }

    private boolean isNeeded(Preparation item) {
        return switch (item) {
            case FILES -> true;
            case SECRETS -> !run.order().secrets().isEmpty();
            case CACHES -> !run.manifest().caches().isEmpty();
            case REPOSITORIES -> !run.manifest().repositories().isEmpty();
            case PACKAGES -> !run.manifest().packages().isEmpty();
            case SOURCES -> !run.manifest().sources().isEmpty();
        };
    }

    @Override
    public void perform(Preparation item) {
        run.check();
        switch (item) {
            case FILES -> sendFiles();
            case SECRETS -> placeSecrets();
            case CACHES -> new RestoreCaches(run, caches).perform();
            case REPOSITORIES -> addRepositories();
            case PACKAGES -> installPackages();
            case SOURCES -> cloneSources();
        }
    }

    private void sendFiles() {
        run.logs().say("Sending tasks");
        List<GuestFile> files = new ArrayList<>();
        for (Task task : run.manifest().tasks()) {
            files.add(TaskFiles.script(run.guest().home(), task.name(), task.script()));
        }
        run.logs().say("Sending build environment");
        files.add(TaskFiles.file(
                ".buildenv",
                new BuildEnvironment(run.manifest().environment(), run.order().environment()).render()));
        files.addAll(TokenFiles.of(run.order()));
        run.guest().send(files);
    }

    private void placeSecrets() {
        run.logs().say("Sending secrets");
        List<Secret> secrets = run.order().secrets();
        List<String> named = run.manifest().secrets();
        for (int i = 0; i < secrets.size(); i++) {
            boolean asNamed = secrets.size() == named.size();
            run.logs()
                    .say("Resolving secret "
                            + (asNamed ? named.get(i) : secrets.get(i).uuid().toString()));
        }
        SecretFiles files = new SecretFiles(secrets);
        run.guest().send(files.files());
        if (!files.script().isEmpty()) {
            require(run.guest().run(files.script(), false, setupLog()), Problem.SECRET_FAILED, "Placing secrets");
        }
    }

    private void addRepositories() {
        run.manifest().repositories().forEach((name, source) -> {
            run.check();
            run.logs().say("Adding repository " + name);
            int code = run.guest().addRepository(name, source, setupLog());
            require(code, Problem.REPOSITORY_FAILED, "Adding repository `%s`".formatted(name));
        });
    }

    private void installPackages() {
        List<String> packages = run.manifest().packages();
        run.logs().say("Installing packages");
        int code = run.guest().install(packages, setupLog());
        require(code, Problem.PACKAGE_FAILED, "Installing packages `%s`".formatted(String.join("`, `", packages)));
    }

    private void cloneSources() {
        run.logs().say("Cloning repositories");
        for (Source source : run.manifest().sources()) {
            run.check();
            int code = run.guest().run(SourceCommand.of(source), false, setupLog());
            if (code != 0 && SourceCommand.isOverSsh(source)) {
                run.logs()
                        .say("If it is private, the job needs an ssh key among its `secrets` that may read `%s`"
                                .formatted(source.url()));
            }
            require(code, Problem.SOURCE_FAILED, "Cloning `%s`".formatted(source.url()));
        }
    }

    private OutputStream setupLog() {
        return run.logs().open(LogName.SETUP);
    }

    private void require(int code, Problem problem, String doing) {
        run.check();
        if (code != 0) {
            throw new AttemptEndedException(new Outcome.StepFailed(
                    Phase.PREPARE,
                    problem,
                    "%s: ended with exit code %d; the setup log says why".formatted(doing, code)));
        }
    }
}
