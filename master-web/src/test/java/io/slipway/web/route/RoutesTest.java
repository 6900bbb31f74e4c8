// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.web.route.Routes.Route;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    @ParameterizedTest
    @CsvSource({
        "/, /jobs.xhtml, ''",
        "/submit, /submit.xhtml, ''",
        "/operator, /operator.xhtml, ''",
        "/settings, /settings.xhtml, ''",
        "/~ann/job/7, /job.xhtml, 7",
        "/~ann/job/x, /job.xhtml, x",
        "/api/jobs/7/events, /live, 7"
    })
    void addressLeadsToWhatAnswersIt(String path, String target, String job) {
        assertThat(Routes.of(path)).contains(new Route(target, job.isEmpty() ? Map.of() : Map.of(Routes.JOB, job)));
    }

    @Test
    void executionIsNamedByRunnerAndNumber() {
        assertThat(Routes.of("/operator/r1:8080/7"))
                .contains(new Route("/execution.xhtml", Map.of(Routes.RUNNER, "r1:8080", Routes.EXECUTION, "7")));
    }

    @Test
    void groupIsNamedByItsNumber() {
        assertThat(Routes.of("/~ann/group/7")).contains(new Route("/group.xhtml", Map.of(Routes.GROUP, "7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/jobs/7",
                "/api/jobs/7/log/build",
                "/ann/job/7",
                "/~ann/job/7/x",
                "/~/job/7",
                "/jobs.xhtml",
                "/operator/r1",
                "/operator/r1/7/x"
            })
    void otherAddressesAreLeftAlone(String path) {
        assertThat(Routes.of(path)).isEmpty();
    }
}
