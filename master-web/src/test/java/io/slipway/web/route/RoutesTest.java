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
        "/runners, /runners.xhtml, ''",
        "/settings, /settings.xhtml, ''",
        "/admin, /admin.xhtml, ''",
        "/resubmit/7, /submit.xhtml, 7",
        "/settings/keys, /settings-keys.xhtml, ''",
        "/settings/tokens, /settings-tokens.xhtml, ''",
        "/settings/two-step, /settings-two-step.xhtml, ''",
        "/login/code, /login-code.xhtml, ''",
        "/password, /password.xhtml, ''",
        "/admin/users, /users.xhtml, ''",
        "/secrets, /secrets.xhtml, ''",
        "/api/jobs/7/events, /live, 7"
    })
    void addressLeadsToWhatAnswersIt(String path, String target, String job) {
        assertThat(Routes.of(path)).contains(new Route(target, job.isEmpty() ? Map.of() : Map.of(Routes.JOB, job)));
    }

    @ParameterizedTest
    @CsvSource({
        "/~ann/job/7, /job.xhtml, ann, 7",
        "/~ann/job/x, /job.xhtml, ann, x",
        "/~ann/job/7/settings/details, /details.xhtml, ann, 7"
    })
    void jobIsNamedByOwnerAndNumber(String path, String target, String owner, String job) {
        assertThat(Routes.of(path)).contains(new Route(target, Map.of(Routes.OWNER, owner, Routes.JOB, job)));
    }

    @ParameterizedTest
    @CsvSource({
        "/~ann, /jobs.xhtml, ann, ''",
        "/~ann/, /jobs.xhtml, ann, ''",
        "/~ann.lee/app/main, /jobs.xhtml, ann.lee, app/main",
        "/~ann/job, /jobs.xhtml, ann, job",
        "/~ann/job/7/x, /jobs.xhtml, ann, job/7/x",
        "/~ann/a b, /jobs.xhtml, ann, a b",
        "/~ann/page.xhtml, /jobs.xhtml, ann, page.xhtml",
        "/~ann.svg, /badge, ann, ''",
        "/~ann.lee.svg, /badge, ann.lee, ''",
        "/~ann/app/v1.2.svg, /badge, ann, app/v1.2",
        "/~ann/rss.xml, /feed, ann, ''",
        "/~ann/app/main/rss.xml, /feed, ann, app/main",
        "/~ann/job/7.svg, /job.xhtml, ann, 7.svg"
    })
    void listsOfAUserHaveTheirFeedsAndBadges(String path, String target, String owner, String tags) {
        String named = target.equals("/job.xhtml") ? Routes.JOB : Routes.TAGS;

        assertThat(Routes.of(path)).contains(new Route(target, Map.of(Routes.OWNER, owner, named, tags)));
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

    @Test
    void accountIsNamedByTheAddress() {
        assertThat(Routes.of("/admin/users/ann")).contains(new Route("/user.xhtml", Map.of(Routes.USER, "ann")));
        assertThat(Routes.of("/admin/users/ann/x")).isEmpty();
    }

    @Test
    void secretIsNamedByItsUuid() {
        assertThat(Routes.of("/secret/delete/x"))
                .contains(new Route("/secret-delete.xhtml", Map.of(Routes.SECRET, "x")));
        assertThat(Routes.of("/secret/share/x")).contains(new Route("/secret-share.xhtml", Map.of(Routes.SECRET, "x")));
        assertThat(Routes.of("/secret/show/x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/jobs/7",
                "/api/jobs/7/log/build",
                "/ann/job/7",
                "/~",
                "/~/",
                "/~/job/7",
                "/~.svg",
                "/~/rss.xml",
                "/~ann//app",
                "/~ann/app//",
                "/rss.xml",
                "/jobs.xhtml",
                "/resubmit/",
                "/resubmit/7/x",
                "/operator/r1",
                "/operator/r1/7/x"
            })
    void otherAddressesAreLeftAlone(String path) {
        assertThat(Routes.of(path)).isEmpty();
    }

    /** As the page of compatibility says. */
    @ParameterizedTest
    @ValueSource(strings = {"/cancel/7", "/graphql", "/metrics"})
    void whatTheOriginalHasBesidesIsNoPage(String path) {
        assertThat(Routes.of(path)).isEmpty();
    }

    @Test
    void addressWithVeryManyTagsIsRead() {
        String tags = "x" + "/x".repeat(50_000);

        assertThat(Routes.of("/~ann/" + tags))
                .contains(new Route("/jobs.xhtml", Map.of(Routes.OWNER, "ann", Routes.TAGS, tags)));
    }
}
