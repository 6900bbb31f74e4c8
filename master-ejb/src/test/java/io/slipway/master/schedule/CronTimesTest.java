// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a cron expression comes, above all when clocks are changed: in Berlin at 2:00 to 3:00 in March, and at 3:00 to 2:00 in October. */
class CronTimesTest {
    private static final Duration DISTANCE = Duration.ofMinutes(5);
    private static final String BERLIN = "Europe/Berlin";
    private static final String BEFORE_MARCH = "2026-03-28T12:00";
    private static final String BEFORE_OCTOBER = "2026-10-24T12:00";

    @ParameterizedTest
    @CsvSource({
        "'0 4 * * *', 2026-11-26T04:00Z 2026-11-27T04:00Z",
        "'*/20 22-23 * * *', 2026-11-25T22:00Z 2026-11-25T22:20Z",
        "'30 4 * * mon-fri', 2026-11-26T04:30Z 2026-11-27T04:30Z 2026-11-30T04:30Z",
        "'0 0 * * 7', 2026-11-29T00:00Z 2026-12-06T00:00Z",
        "'0 0 1 * 1', 2026-11-30T00:00Z 2026-12-01T00:00Z 2026-12-07T00:00Z",
        "'0 0 29 2 *', 2028-02-29T00:00Z 2032-02-29T00:00Z",
        "'  5   4 *\t* * ', 2026-11-26T04:05Z 2026-11-27T04:05Z",
    })
    void timesComeAsCrontabSays(String cron, String expected) {
        assertThat(times(cron, "UTC", "2026-11-25T12:00", expected.split(" ").length))
                .containsExactly(expected.split(" "));
    }

    @Test
    void timeIsMeantInItsZone() {
        assertThat(times("0 4 * * *", BERLIN, "2026-11-25T12:00", 1)).containsExactly("2026-11-26T04:00+01:00");
        assertThat(times("0 4 * * *", BERLIN, "2026-07-25T12:00", 1)).containsExactly("2026-07-26T04:00+02:00");
    }

    @Test
    void timeThatClocksLeaveOutComesWhenTheyArePutForward() {
        assertThat(times("30 2 * * *", BERLIN, BEFORE_MARCH, 3))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00");
    }

    @Test
    void whatComesOftenGoesOnWhenClocksArePutForward() {
        assertThat(times("*/30 * * * *", BERLIN, "2026-03-29T01:00", 4))
                .containsExactly(
                        "2026-03-29T01:30+01:00",
                        "2026-03-29T03:00+02:00",
                        "2026-03-29T03:30+02:00",
                        "2026-03-29T04:00+02:00");
    }

    @Test
    void midnightThatClocksLeaveOutComesToo() {
        assertThat(times("0 0 * * *", "America/Havana", "2026-03-07T12:00", 2))
                .containsExactly("2026-03-08T01:00-04:00", "2026-03-09T00:00-04:00");
    }

    @Test
    void timeThatComesTwiceWhenClocksArePutBackCountsOnce() {
        assertThat(times("30 2 * * *", BERLIN, BEFORE_OCTOBER, 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(times("30 2,3 * * *", BERLIN, BEFORE_OCTOBER, 3))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T03:30+01:00", "2026-10-26T02:30+01:00");
    }

    @Test
    void itCountsOnceAlsoForWhoAsksBetweenTheTwo() {
        CronTimes times = CronTimes.of("30 2 * * *", BERLIN);
        Instant late = Instant.parse("2026-10-25T00:30:07Z");
        Instant between = Instant.parse("2026-10-25T01:10:00Z");

        assertThat(times.after(late)).contains(Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(times.after(between)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void whatComesEveryHourGoesOnWhenClocksArePutBack() {
        assertThat(times("*/30 * * * *", BERLIN, "2026-10-25T01:30", 6))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T02:30+01:00",
                        "2026-10-25T03:00+01:00",
                        "2026-10-25T03:30+01:00");
    }

    @Test
    void aYearOfNightsHasOneRunEach() {
        List<String> nights = times("30 2 * * *", BERLIN, "2026-01-01T00:00", 365).stream()
                .map(time -> time.substring(0, "2026-01-01".length()))
                .toList();

        assertThat(nights).doesNotHaveDuplicates().contains("2026-03-29", "2026-10-25");
        assertThat(nights.get(364)).isEqualTo("2026-12-31");
    }

    @Test
    void runThatIsTooSoonAfterTheLastIsLeftOut() {
        CronTimes times = CronTimes.of("58 * * * *", BERLIN);
        Instant last = Instant.parse("2026-03-29T00:58:00Z");

        assertThat(times.after(last)).contains(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(times.after(last, last, DISTANCE)).contains(Instant.parse("2026-03-29T01:58:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "0 0 * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "a * * * *",
                "@daily",
                "*/0 * * * *",
                "5-1 * * * *",
                "0 0 L * *",
                "0 0 31 2 *",
                "-1 * * * *"
            })
    void whatIsNoCronExpressionIsRefused(String cron) {
        assertThat(refused(cron, "UTC").problem()).isEqualTo(Problem.CRON_ILLEGAL);
    }

    @Test
    void longTextIsRefusedBeforeItIsRead() {
        assertThat(refused("0,".repeat(10_000) + " * * * *", "UTC"))
                .hasMessage("Reading cron expression 20008 characters: at most 200 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Berlin", "Europe/berlin", "+99:00", "Mars/Base"})
    void whatIsNoTimeZoneIsRefused(String zone) {
        assertThat(refused("0 4 * * *", zone).problem()).isEqualTo(Problem.ZONE_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"* * * * *", "*/4 * * * *", "0,3 5 29 2 *", "0,59 0-23 * * *", "58 * * * *", "59,0 0,23 * * *"})
    void whatComesTooOftenIsRefused(String cron) {
        ProblemException e = refused(cron, "UTC", Duration.ofMinutes(90));

        assertThat(e.problem()).isEqualTo(Problem.SCHEDULE_TOO_OFTEN);
        assertThat(e).hasMessageEndingWith("at least 1h30m between two runs are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/5 * * * *", "58 * * * *", "0 0 29 2 *", "0,55 * * * *"})
    void whatComesSeldomEnoughIsTaken(String cron) {
        Instant beforeMarch =
                LocalDateTime.parse(BEFORE_MARCH).atZone(ZoneId.of(BERLIN)).toInstant();

        assertThatCode(() -> CronTimes.of(cron, BERLIN).check(beforeMarch, DISTANCE))
                .doesNotThrowAnyException();
    }

    private static ProblemException refused(String cron, String zone) {
        return refused(cron, zone, DISTANCE);
    }

    private static ProblemException refused(String cron, String zone, Duration distance) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CronTimes.of(cron, zone).check(Instant.parse("2026-11-25T12:00:00Z"), distance))
                .actual();
    }

    private static List<String> times(String cron, String zone, String after, int count) {
        ZoneId id = ZoneId.of(zone);
        CronTimes times = CronTimes.of(cron, zone);
        List<String> found = new ArrayList<>();
        Instant moment = LocalDateTime.parse(after).atZone(id).toInstant();
        for (int i = 0; i < count; i++) {
            Optional<Instant> next = times.after(moment);
            moment = next.orElseThrow();
            found.add(OffsetDateTime.ofInstant(moment, id).toString());
        }
        return found;
    }
}
