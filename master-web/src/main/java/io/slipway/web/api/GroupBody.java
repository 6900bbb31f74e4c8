// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.job.JobId;
import java.util.ArrayList;
import java.util.List;

/** What the creation of a group reads beside texts and flags. */
final class GroupBody {
    private static final String JOBS = "Expected jobs to be an array of integers (job IDs)";
    private static final String TRIGGERS = "Expected triggers to be an array of triggers";

    private GroupBody() {}

    static List<JobId> jobs(Fields fields) {
        JsonNode list = fields.object().path("jobs");
        if (!list.isArray()) {
            throw Fields.illegal("jobs", JOBS);
        }
        List<JobId> jobs = new ArrayList<>();
        for (JsonNode number : list) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 1) {
                throw Fields.illegal("jobs", "%s; `%s` is none".formatted(JOBS, number));
            }
            jobs.add(new JobId(number.asLong()));
        }
        return jobs;
    }

    /** A list in JSON; empty when it is absent. */
    static String triggers(Fields fields) {
        if (!fields.object().hasNonNull("triggers")) {
            return "";
        }
        JsonNode list = fields.object().get("triggers");
        if (!list.isArray()) {
            throw Fields.illegal("triggers", TRIGGERS);
        }
        for (JsonNode trigger : list) {
            if (!trigger.isObject()) {
                throw Fields.illegal("triggers", "%s; `%s` is none".formatted(TRIGGERS, trigger));
            }
        }
        return list.toString();
    }
}
