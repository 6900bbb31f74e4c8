// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Finding.Severity;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.GroupView.GroupedJob;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupBodyTest {
    private static Fields fields(String json) {
        return Fields.of(json, Set.of("jobs", "triggers"));
    }

    @Test
    void jobsAreTheirNumbersAndTriggersStayAsTheyAre() {
        Fields fields =
                fields("{\"jobs\": [3, 4], \"triggers\": [{\"action\": \"webhook\", \"url\": \"http://h/é\"}]}");

        assertThat(GroupBody.jobs(fields)).containsExactly(new JobId(3), new JobId(4));
        assertThat(GroupBody.triggers(fields)).isEqualTo("[{\"action\":\"webhook\",\"url\":\"http://h/é\"}]");
        assertThat(GroupBody.triggers(fields("{\"triggers\": null}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"jobs\": null}",
                "{\"jobs\": 3}",
                "{\"jobs\": [\"3\"]}",
                "{\"jobs\": [1.5]}",
                "{\"jobs\": [0]}",
                "{\"jobs\": [-1]}",
                "{\"jobs\": [18446744073709551616]}"
            })
    void jobsThatAreNoListOfNumbersAreRefused(String json) {
        assertThatThrownBy(() -> GroupBody.jobs(fields(json)))
                .isInstanceOfSatisfying(
                        FieldException.class, e -> assertThat(e.field()).isEqualTo("jobs"))
                .hasMessageContaining("Expected jobs to be an array of integers (job IDs)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"triggers\": {}}", "{\"triggers\": [1]}", "{\"triggers\": \"x\"}"})
    void triggersThatAreNoListOfObjectsAreRefused(String json) {
        assertThatThrownBy(() -> GroupBody.triggers(fields(json)))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("Expected triggers to be an array of triggers");
    }

    @Test
    void warningAboutATriggerNamesTheFieldOfTheRequest() {
        Finding finding = new Finding(Severity.WARNING, Problem.MAIL_ABSENT, "triggers[0]", 1, 5, "It is odd.");

        assertThat(GroupJson.warning(finding))
                .isEqualTo(new ErrorJson.Entry("triggers", "It is odd.", "SW-1030", "triggers[0]", 0, 0));
    }

    @Test
    void groupHasTheShapeThatClientsKnowAndMore() {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        GroupView group = new GroupView(
                new GroupId(2),
                "ann",
                "n",
                JobStatus.RUNNING,
                then,
                List.of(
                        new GroupedJob(new JobId(7), JobStatus.SUCCESS, "", List.of(), "debian"),
                        new GroupedJob(new JobId(8), JobStatus.RUNNING, "", List.of(), "debian")),
                List.of(
                        new EmailTrigger(TriggerCondition.FAILURE, "a@b", "", "<1@b>"),
                        new WebhookTrigger(TriggerCondition.ALWAYS, "http://h/")),
                List.of());

        assertThat(Json.write(GroupJson.of(group, List.of()))).isEqualTo("""
                        {"id":2,"note":"n","owner":{"canonical_name":"~ann","name":"ann"},\
                        "jobs":[{"id":7,"status":"success"},{"id":8,"status":"running"}],\
                        "status":"running","created":"2026-01-02T03:04:05Z","url":"/~ann/group/2",\
                        "triggers":[{"action":"email","condition":"failure","to":"a@b","in_reply_to":"<1@b>"},\
                        {"action":"webhook","condition":"always","url":"http://h/"}],\
                        "deliveries":[],"warnings":[]}""");
    }
}
