// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.guest.HomeSettings;
import io.slipway.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runner that was killed finds of its fake guests, and what their scripts print. */
class FakeGuestTest {
    private static final ImageName IMAGE = new ImageName("fake");
    private static final Arch ARCH = new Arch("x86_64");
    private static final AttemptRef ATTEMPT = new AttemptRef(new JobId(7), 2, 3);

    @TempDir
    private Path state;

    private GuestSettings settings;

    @BeforeEach
    void readSettings() {
        settings = GuestSettings.from(Settings.of(Map.of("guest.kind", "fake")), state);
    }

    @Test
    void newestCheckpointOfAGuestThatWasLeftIsKept() {
        Guest left = standing();
        left.send(List.of(script("one", "say one")));
        left.checkpoint(0);
        left.send(List.of(script("two", "say two")));
        left.checkpoint(1);
        left.send(List.of(script("two", "say too late")));

        OptionalInt kept = new FakeGuestFactory().rescue(ATTEMPT, IMAGE, ARCH, settings, null, state.resolve("kept"));

        assertThat(kept).hasValue(1);
        Guest restored = new FakeGuestFactory().restore(ATTEMPT, IMAGE, ARCH, settings, null, state.resolve("kept"));
        assertThat(run(restored, "one")).isEqualTo("one\n");
        assertThat(run(restored, "two")).isEqualTo("two\n");
        assertThat(settings.runs()).isEmptyDirectory();
    }

    @Test
    void guestWithoutACheckpointIsNotKept() {
        standing();

        OptionalInt kept = new FakeGuestFactory().rescue(ATTEMPT, IMAGE, ARCH, settings, null, state.resolve("kept"));

        assertThat(kept).isEmpty();
        assertThat(state.resolve("kept")).doesNotExist();
    }

    @Test
    void whatNobodyKeptIsClearedAwayWhenARunnerStarts() {
        int before = FakeGuestFactory.standing();
        standing();

        new FakeGuestFactory().open(settings, null, null, null);

        assertThat(settings.runs()).isEmptyDirectory();
        assertThat(FakeGuestFactory.standing()).isEqualTo(before);
    }

    @Test
    void marksCarryAttemptEpochTaskAndLine() {
        Guest guest = standing();
        guest.send(List.of(script("one", "mark 2\nsay between\nmark 1 5")));

        assertThat(run(guest, "one")).isEqualTo("mark 2 3 one 1\nmark 2 3 one 2\nbetween\nmark 2 3 one 3\n");
        guest.close();
    }

    @Test
    void guestVanishesUpToTheAttemptThatItsScriptNames() {
        Guest guest = standing();
        guest.send(List.of(script("early", "vanish 1\nsay here"), script("now", "vanish 2")));

        assertThat(run(guest, "early")).isEqualTo("here\n");
        assertThatThrownBy(() -> run(guest, "now")).isInstanceOf(ProblemException.class);
        guest.close();
    }

    private Guest standing() {
        Guest guest = new FakeGuestFactory().create(ATTEMPT, IMAGE, ARCH, settings, null);
        guest.boot(OutputStream.nullOutputStream());
        return guest;
    }

    private static GuestFile script(String task, String text) {
        String script = HomeSettings.DEFAULT.preamble() + text;
        return new GuestFile(".tasks/" + task, 0755, script.getBytes(StandardCharsets.UTF_8));
    }

    private static String run(Guest guest, String task) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        guest.run("./.tasks/" + task, true, log);
        return log.toString(StandardCharsets.UTF_8);
    }
}
