// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.manifest.ManifestParser;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final URI WEBHOOK = URI.create("http://127.0.0.1:1/ended");
    private static final Conditions FAKES = new Conditions(false, 2, 6_000);
    private static final Conditions MACHINES = new Conditions(true, 1, 12_000);

    @Test
    void sameSeedGivesTheSamePlan() {
        Plan one = new Planner(7, FAKES).plan(50);
        Plan other = new Planner(7, FAKES).plan(50);

        assertThat(other).isEqualTo(one);
        assertThat(other.digest()).isEqualTo(one.digest());
    }

    /** Written down, so that a plan which changes unawares is noticed: replays of old seeds are worth nothing then. */
    @Test
    void planOfASeedStaysWhatItIs() {
        assertThat(new Planner(1, FAKES).plan(20).digest()).isEqualTo("a8a0c40cb22c235c");
    }

    @Test
    void anotherSeedGivesAnotherPlan() {
        assertThat(new Planner(8, FAKES).plan(50).digest())
                .isNotEqualTo(new Planner(7, FAKES).plan(50).digest());
    }

    @Test
    void moreRunsBeginWithThoseOfFewer() {
        List<PlannedRun> few = new Planner(7, FAKES).plan(20).runs();

        assertThat(new Planner(7, FAKES).plan(300).runs().subList(0, 20)).isEqualTo(few);
    }

    @Test
    void everyServerIsBrokenInEveryWayWithinAHundredRuns() {
        Set<String> broken = new HashSet<>();
        new Planner(7, FAKES)
                .plan(100)
                .runs()
                .forEach(run -> run.faults().forEach(fault -> broken.add(fault.part() + " " + fault.kind())));

        assertThat(broken).contains("REDIS EMPTY", "GUEST VANISH");
        for (Part part : List.of(Part.RUNNER, Part.MASTER, Part.REDIS, Part.POSTGRESQL)) {
            for (FaultKind kind : List.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.RESTART, FaultKind.CUT)) {
                assertThat(broken).contains(part + " " + kind);
            }
        }
    }

    @Test
    void everyKindOfJobComesWithinTwentyRuns() {
        assertThat(new Planner(7, FAKES).plan(20).runs().stream().flatMap(run -> run.jobs().stream()))
                .extracting(PlannedJob::kind)
                .contains(JobKind.values());
    }

    @Test
    void noPartIsBrokenTwiceInARun() {
        for (PlannedRun run : new Planner(7, FAKES).plan(300).runs()) {
            assertThat(run.faults().stream().map(fault -> fault.part() + " " + fault.which()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void guestThatVanishesHasItInItsScript() {
        for (PlannedRun run : new Planner(7, FAKES).plan(100).runs()) {
            for (Fault fault : run.faults()) {
                if (fault.kind() == FaultKind.VANISH) {
                    assertThat(new FakeDialect().manifest(run.jobs().get(fault.which()), WEBHOOK))
                            .contains("vanish 1");
                }
            }
        }
    }

    @Test
    void everyManifestIsTaken() {
        assertAreTaken(new Planner(7, FAKES).plan(100), new FakeDialect());
        assertAreTaken(new Planner(7, MACHINES).plan(100), new ShellDialect("debian/bookworm"));
    }

    private static void assertAreTaken(Plan plan, Dialect dialect) {
        for (PlannedRun run : plan.runs()) {
            for (PlannedJob job : run.jobs()) {
                assertThat(new ManifestParser()
                                .parse(dialect.manifest(job, WEBHOOK))
                                .manifest()
                                .tasks())
                        .hasSameSizeAs(job.tasks());
            }
        }
    }

    @Test
    void marksAreReadAsTheyArePrinted() {
        assertThat(new FakeDialect().read("mark 2 3 one 17")).hasValue(new Dialect.Mark("2/3", "one", 17));
        assertThat(new ShellDialect("debian").read("mark 0f-1c one 17\r"))
                .hasValue(new Dialect.Mark("0f-1c", "one", 17));
        assertThat(new ShellDialect("debian").read("+ set +x")).isEmpty();
    }
}
