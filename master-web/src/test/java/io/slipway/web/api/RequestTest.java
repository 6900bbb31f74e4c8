// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    @Test
    void fieldsAreReadByTheirTypes() {
        Fields fields =
                Fields.of("{\"a\":\"x\",\"b\":true,\"c\":[\"y\",\"z\"],\"d\":null}", Set.of("a", "b", "c", "d"));

        assertThat(fields.text("a")).isEqualTo("x");
        assertThat(fields.flag("b", false)).isTrue();
        assertThat(fields.texts("c")).isEqualTo(List.of("y", "z"));
        assertThat(fields.text("d", "absent")).isEqualTo("absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":5}", "{\"a\":{}}", "{}", "{\"a\":null}"})
    void fieldThatIsNoTextIsNamed(String body) {
        Fields fields = Fields.of(body, Set.of("a"));

        var refused = catchThrowableOfType(FieldException.class, () -> fields.text("a"));

        assertThat(refused.field()).isEqualTo("a");
        assertThat(refused.problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void unknownFieldIsNamedWithThoseThatAreAllowed() {
        assertThatThrownBy(() -> Fields.of("{\"manifst\":\"\"}", Set.of("manifest", "note")))
                .hasMessage("Reading field `manifst`: there is none such; [manifest, note] are allowed");
    }

    @Test
    void fieldThatSaysNothingIsTakenWithAWarning() {
        Map<String, String> ignored = Map.of("triggers", "the manifest says them");
        Fields fields = Fields.of("{\"manifest\":\"\",\"triggers\":[]}", Set.of("manifest"), ignored);

        assertThat(fields.warnings(ignored))
                .extracting(ErrorJson.Entry::field, ErrorJson.Entry::reason)
                .containsExactly(tuple("triggers", "Reading field `triggers`: it is ignored; the manifest says them"));
        assertThat(Fields.of("{\"manifest\":\"\"}", Set.of("manifest"), ignored).warnings(ignored))
                .isEmpty();
    }

    @Test
    void pageWithoutANumberIsTheFirst() {
        assertThat(Numbers.start("start", null)).isZero();
        assertThat(Numbers.start("start", "")).isZero();
        assertThat(Numbers.start("start", "70")).isEqualTo(70);
        assertProblem(Problem.REQUEST_ILLEGAL, () -> Numbers.start("start", "-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "5", "{\"a\":1,\"a\":2}", "{} {}", "nonsense"})
    void bodyThatIsNoObjectIsRefused(String body) {
        assertProblem(Problem.REQUEST_ILLEGAL, () -> Fields.of(body, Set.of("a")));
    }

    @Test
    void bodyIsReadUpToItsLimit() {
        byte[] largest = "a".repeat(Body.LIMIT_BYTES).getBytes(StandardCharsets.UTF_8);

        assertThat(Body.text(new ByteArrayInputStream(largest))).hasSize(Body.LIMIT_BYTES);
    }

    @Test
    void bodyOverTheLimitIsReadToItsEndAndRefused() {
        ByteArrayInputStream in = new ByteArrayInputStream(new byte[10_000_000]);

        assertProblem(Problem.REQUEST_TOO_LARGE, () -> Body.text(in));
        assertThat(in.available()).isZero();
    }

    @Test
    void bodyThatIsNotUtf8IsRefused() {
        assertProblem(
                Problem.REQUEST_ILLEGAL, () -> Body.text(new ByteArrayInputStream(new byte[] {'{', (byte) 0xFF})));
    }

    @Test
    void jobIsNamedByItsNumber() {
        assertThat(Numbers.job("42")).isEqualTo(new JobId(42));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "x", "1x", "007", "99999999999999999999", "1.5", " 1"})
    void whatIsNoNumberIsNoJob(String text) {
        assertProblem(Problem.JOB_UNKNOWN, () -> Numbers.job(text));
    }

    @Test
    void lifetimeIsANumberWithAUnit() {
        assertThat(TokensResource.lifetime("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(TokensResource.lifetime("12h")).isEqualTo(Duration.ofHours(12));
        assertThat(TokensResource.lifetime("30d")).isEqualTo(Duration.ofDays(30));
        assertProblem(Problem.REQUEST_ILLEGAL, () -> TokensResource.lifetime("0d"));
        assertProblem(Problem.REQUEST_ILLEGAL, () -> TokensResource.lifetime("forever"));
    }

    @Test
    void anyFileNameMakesASafeDownload() {
        assertThat(Disposition.attachment("a\"b\r\nä;.txt"))
                .isEqualTo("attachment; filename=\"a_b____.txt\"; filename*=UTF-8''a%22b%0D%0A%C3%A4%3B.txt");
    }

    private static void assertProblem(Problem problem, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThat(catchThrowableOfType(ProblemException.class, call).problem()).isEqualTo(problem);
    }
}
