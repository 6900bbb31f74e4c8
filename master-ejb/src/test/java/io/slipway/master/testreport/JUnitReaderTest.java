// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.master.store.TestReportStore.Failure;
import io.slipway.master.store.TestReportStore.Report;
import io.slipway.master.store.TestReportStore.Suite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JUnitReaderTest {
    private static final String SUREFIRE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="io.example.SumTest" time="1,234.5" tests="99" failures="0">
              <properties><property name="a" value="b"/></properties>
              <testcase name="adds" classname="io.example.SumTest" time="0.25"/>
              <testcase name="overflows" classname="io.example.SumTest" time="0.5">
                <failure message="expected: 3&#10; but was: 4" type="org.opentest4j.AssertionFailedError"><![CDATA[at SumTest.java:12
              <here>]]></failure>
                <system-out>quite some</system-out>
              </testcase>
              <testcase name="divides" classname="io.example.SumTest" time="0">
                <error type="java.lang.ArithmeticException">/ by zero</error>
              </testcase>
              <testcase name="later" classname="io.example.SumTest"><skipped message="not yet"/></testcase>
              <testcase name="shaky" classname="io.example.SumTest"><flakyFailure message="once">x</flakyFailure></testcase>
            </testsuite>
            """;

    @Test
    void aSuiteOfSurefireIsCountedAndItsFailuresAreKept() {
        Report report = read(SUREFIRE);

        assertThat(report.trouble()).isEmpty();
        assertThat(report.suites()).containsExactly(new Suite(0, "io.example.SumTest", 5, 1, 1, 1, 1_234_500));
        assertThat(report.failures())
                .containsExactly(
                        new Failure(
                                0,
                                0,
                                "io.example.SumTest",
                                "overflows",
                                false,
                                "expected: 3\n but was: 4",
                                "at SumTest.java:12\n  <here>",
                                500),
                        new Failure(
                                1,
                                0,
                                "io.example.SumTest",
                                "divides",
                                true,
                                "java.lang.ArithmeticException",
                                "/ by zero",
                                0));
    }

    @Test
    void suitesInSuitesAreEachTheirOwn() {
        Report report = read("""
                <testsuites name="all">
                  <testsuite name="outer">
                    <testsuite name="inner"><testcase name="a" time="1.5"/><testcase name="b" time="2"/></testsuite>
                    <testsuite name="second"><testcase name="c"><failure/></testcase></testsuite>
                  </testsuite>
                  <testsuite name="empty"/>
                </testsuites>
                """);

        assertThat(report.suites())
                .extracting(Suite::name, Suite::tests, Suite::failed, Suite::millis)
                .containsExactly(tuple("inner", 2, 0, 3_500L), tuple("second", 1, 1, 0L), tuple("empty", 0, 0, 0L));
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.suite()).isEqualTo(2);
            assertThat(failure.message()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<project><testsuite/></project>",
                "{\"a\": 1}",
                "<!DOCTYPE testsuite [<!ENTITY a 'b'>]><testsuite><testcase name='&a;'/></testsuite>",
                "<?xml version='1.0' encoding='no-such'?><testsuite/>",
                "\0\0",
            })
    void whatIsNoReportIsNone(String text) throws IOException {
        assertThat(new JUnitReader(stream(text)).read()).isEmpty();
    }

    @Test
    void aReportThatBreaksOffSaysHowFarItWasRead() {
        Report report = read("<testsuite name='s'><testcase name='a'/><testcase name='b'><fail");

        assertThat(report.trouble()).startsWith("it is not whole XML: it was read up to line 1, column ");
        assertThat(report.suites()).extracting(Suite::tests).containsExactly(2);
    }

    @Test
    void externalEntitiesAreNeitherReadNorAskedFor() throws IOException {
        String hostile = """
                <?xml version="1.0"?>
                <!DOCTYPE testsuite [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>
                <testsuite name="x"><testcase name="a"><failure message="m">&xxe;</failure></testcase></testsuite>
                """;

        assertThat(new JUnitReader(stream(hostile)).read()).isEmpty();
        assertThat(read("<testsuite name='x'><testcase name='a'><failure>&xxe;</failure></testcase></testsuite>")
                        .trouble())
                .isNotEmpty();
    }

    @Test
    void entitiesDoNotExpand() throws IOException {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE testsuite [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 12; i++) {
            laughs.append(
                    "<!ENTITY l%d '%s'>".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
        }
        laughs.append("]><testsuite><testcase name='&l11;'/></testsuite>");

        assertThat(new JUnitReader(stream(laughs.toString())).read()).isEmpty();
    }

    @Test
    void whatIsKeptIsBounded() {
        String failing = "<testcase name='%s' classname='%s'><failure message='%s'>%s</failure></testcase>"
                .formatted("n".repeat(600), "c".repeat(600), "m".repeat(2_000), "d".repeat(9_000));

        Report report = read("<testsuite name='s'>" + failing.repeat(250) + "</testsuite>");

        assertThat(report.suites()).extracting(Suite::failed).containsExactly(250);
        assertThat(report.failures()).hasSize(200);
        assertThat(report.leftOut()).isEqualTo(50);
        Failure first = report.failures().get(0);
        assertThat(first.name()).hasSize(501).endsWith("…");
        assertThat(first.className()).hasSize(501);
        assertThat(first.message()).hasSize(1_001);
        assertThat(first.detail()).hasSize(4_001);
    }

    @Test
    void tooManySuitesEndTheReading() {
        Report report = read("<testsuites>" + "<testsuite name='s'/>".repeat(501) + "</testsuites>");

        assertThat(report.trouble()).isEqualTo("it has more than 500 suites");
        assertThat(report.suites()).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"testsuite", "x"})
    void deepNestingEndsTheReading(String element) {
        String deep = "<testsuite>" + ("<" + element + ">").repeat(1_000_000);

        Instant before = Instant.now();
        assertThat(read(deep).trouble()).isEqualTo("it nests deeper than 32 levels");
        assertThat(read("<testsuite><testcase><failure>" + "<a>".repeat(1_000_000))
                        .trouble())
                .isEqualTo("it nests deeper than 32 levels");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e999", "NaN", "", "x", "99999999999999999999"})
    void aTimeThatIsNoneIsNone(String time) {
        assertThat(read("<testsuite time='%s'><testcase time='%s'/></testsuite>".formatted(time, time))
                        .suites())
                .extracting(Suite::millis)
                .containsExactly(0L);
    }

    @Test
    void aDiskThatCannotBeReadIsNoDefectOfTheReport() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }
        };

        assertThatIOException().isThrownBy(() -> new JUnitReader(broken).read()).withMessage("disk");
    }

    @Test
    void whateverIsChangedInAReportItIsReadOrNotAndNothingElseHappens() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < 3_000; run++) {
            byte[] bytes = SUREFIRE.getBytes(UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }

            Optional<Report> report = new JUnitReader(new ByteArrayInputStream(bytes)).read();

            assertThat(report.map(Report::failures).map(java.util.List::size).orElse(0))
                    .isLessThan(10);
        }
    }

    private static Report read(String xml) {
        try {
            return new JUnitReader(stream(xml)).read().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
