// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Kind;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Finding.Severity;
import io.slipway.manifest.ManifestException;
import jakarta.ejb.EJBException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID, 400",
        "UNAUTHENTICATED, 401",
        "FORBIDDEN, 403",
        "NOT_FOUND, 404",
        "CONFLICT, 409",
        "TOO_LARGE, 413",
        "RANGE, 416",
        "TOO_OFTEN, 429",
        "INTERNAL, 500",
        "UNAVAILABLE, 503"
    })
    void kindDecidesTheStatus(Kind kind, int status) {
        assertThat(Answer.status(kind)).isEqualTo(status);
    }

    @Test
    void problemIsAnsweredWithItsSentenceAndCode() {
        Answer answer = Answer.to(new ProblemException(Problem.JOB_UNKNOWN, "Looking for job 7: there is none"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(Json.write(answer.body()))
                .isEqualTo("{\"errors\":[{\"reason\":\"Looking for job 7: there is none\",\"code\":\"SW-3001\"}]}");
    }

    @Test
    void problemInsideAContainersExceptionIsFound() {
        var wrapped = new EJBException(new ProblemException(Problem.STORE_DOWN, "The database does not answer"));

        assertThat(Answer.to(wrapped).status()).isEqualTo(503);
    }

    @Test
    void whoHasTriedTooOftenIsToldHowLongToWait() {
        var wrapped = new EJBException(new TriesException("Logging in: too often", Duration.ofSeconds(90)));

        assertThat(Answer.to(wrapped).status()).isEqualTo(429);
        assertThat(Answer.retryAfter(wrapped)).contains("90");
        assertThat(Answer.retryAfter(new IllegalStateException())).isEmpty();
    }

    @Test
    void defectIsToldByIncidentAndNotByItsMessage() {
        Answer answer = Answer.to(new IllegalStateException("password is hunter2"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(Json.write(answer.body()))
                .contains("SW-5005")
                .containsPattern("incident `[0-9a-f]{8}`")
                .doesNotContain("hunter2");
    }

    @Test
    void manifestTellsEveryErrorWithItsPlaceAndWarningsApart() {
        Answer answer = Answer.to(new ManifestException(List.of(
                new Finding(Severity.WARNING, Problem.KEY_UNKNOWN, "imge", 1, 1, "unknown"),
                new Finding(Severity.ERROR, Problem.KEY_MISSING, "image", 0, 0, "missing"),
                new Finding(Severity.ERROR, Problem.TASK_NAME_ILLEGAL, "tasks[0].A", 3, 3, "illegal"))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Json.write(answer.body()))
                .isEqualTo("{\"errors\":["
                        + "{\"field\":\"manifest\",\"reason\":\"missing\",\"code\":\"SW-1006\",\"path\":\"image\"},"
                        + "{\"field\":\"manifest\",\"reason\":\"illegal\",\"code\":\"SW-1011\",\"path\":\"tasks[0].A\","
                        + "\"line\":3,\"column\":3}],"
                        + "\"warnings\":[{\"field\":\"manifest\",\"reason\":\"unknown\",\"code\":\"SW-1005\","
                        + "\"path\":\"imge\",\"line\":1,\"column\":1}]}");
    }
}
