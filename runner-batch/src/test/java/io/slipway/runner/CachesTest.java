// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.runner.fake.RunnerRig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches of jobs on fake guests, kept by a store that the test looks into. */
class CachesTest {
    private static final String MANIFEST = """
            image: fake
            caches:
              deps: [lib, .single]
            tasks:
              - make: |
                  %s
            """;

    @TempDir
    private static Path folder;

    private static RunnerRig rig;

    @BeforeAll
    static void startRunner() {
        rig = new RunnerRig(folder).start();
    }

    @AfterAll
    static void stopRunner() {
        rig.close();
    }

    @BeforeEach
    void forget() {
        rig.store().caches().clear();
    }

    @Test
    void whatOneJobLeavesAnotherFinds() {
        AttemptRef first = succeeds("write lib/a one");
        AttemptRef second = succeeds("show lib/a");

        assertThat(setup(first)).contains("Cache deps: none is kept yet").contains("Cache deps: kept, 0.0 MB in ");
        assertThat(setup(second)).contains("Cache deps: restored, 0.0 MB in ");
        assertThat(rig.log(second, "make")).isEqualTo("one");
    }

    @Test
    void aCacheIsRestoredBeforePackagesAndSources() {
        rig.store().caches().put("deps", "packed by a fake guest\nlib/a=x\n");

        AttemptRef job = order("""
                image: fake
                caches: {deps: [lib]}
                repositories: {extra: somewhere}
                packages: [jq]
                sources: [https://h.example/repo]
                tasks: [{make: show lib/a}]
                """);

        assertThat(rig.awaitEnd(job).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(setup(job))
                .containsSubsequence(
                        "Sending build environment",
                        "Cache deps: restored",
                        "Adding repository",
                        "Installing",
                        "Cloning");
    }

    @Test
    void aCacheThatDidNotChangeIsNotSentAgain() {
        succeeds("write lib/a one");
        rig.store().refuse(500, 0);

        AttemptRef second = succeeds("show lib/a");

        assertThat(setup(second)).contains("Cache deps: it is as it was restored, and stays kept");
    }

    @Test
    void aJobThatFailsLeavesTheCacheAsItWas() {
        succeeds("write lib/a one");

        AttemptRef second = order(MANIFEST.formatted("write lib/a two\n      exit 1"));

        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.store().caches().get("deps")).contains("lib/a=one");
    }

    @Test
    void aCacheOfWhichNothingIsThereIsNotKept() {
        AttemptRef job = succeeds("write elsewhere x");

        assertThat(setup(job)).contains("Cache deps: nothing of it is there, so nothing is kept");
        assertThat(rig.store().caches()).isEmpty();
    }

    @Test
    void aCacheThatIsBrokenIsAWarningAndTheJobGoesOn() {
        rig.store().caches().put("deps", "garbage");

        AttemptRef job = succeeds("write lib/a new");

        assertThat(setup(job))
                .contains("Warning: cache deps is not restored: Unpacking cache `deps` ended with exit code 2");
        assertThat(rig.store().caches().get("deps")).contains("lib/a=new");
    }

    @Test
    void aStoreThatRefusesIsAWarningAndTheJobSucceeds() {
        rig.store().refuse(403, 2);

        AttemptRef job = succeeds("write lib/a one");

        assertThat(setup(job))
                .contains("Warning: cache deps is not restored: Getting cache `deps`: the master answered 403")
                .contains("Warning: cache deps is not kept: Handing over cache `deps`: the master answered 403");
    }

    @Test
    void aCacheThatIsLargerThanTheOrderAllowsIsNotSent() {
        AttemptRef job = succeeds("write lib/a %s".formatted("x".repeat((int) RunnerRig.LIMITS.cacheBytes())));

        assertThat(setup(job)).contains("Warning: cache deps is not kept: it has more than 2000 bytes");
        assertThat(rig.store().caches()).isEmpty();
    }

    private static AttemptRef succeeds(String script) {
        AttemptRef job = order(MANIFEST.formatted(script));
        Outcome end = rig.awaitEnd(job);
        assertThat(end.status()).as(end.sentence()).isEqualTo(JobStatus.SUCCESS);
        return job;
    }

    private static AttemptRef order(String manifest) {
        return rig.order(manifest, Duration.ofMinutes(1));
    }

    private static String setup(AttemptRef job) {
        return rig.log(job, "");
    }
}
