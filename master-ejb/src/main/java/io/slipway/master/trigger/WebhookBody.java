// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.job.JobId;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.TaskStore.TaskRow;

/** What webhooks are sent. */
record WebhookBody(Addresses addresses) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String of(EndedJob job) {
        JobRow row = job.row();
        ObjectNode body = JSON.createObjectNode()
                .put("id", row.id().value())
                .put("status", row.status().word())
                .put("setup_log", row.attempt() == 0 ? null : addresses.setupLog(row.id(), row.attempt()));
        ArrayNode tasks = body.putArray("tasks");
        job.tasks().forEach(task -> tasks.add(task(row.id(), task)));
        body.put("note", row.note()).put("runner", row.runner().isEmpty() ? null : row.runner());
        body.set("owner", owner(row.owner()));
        return text(body);
    }

    private ObjectNode task(JobId job, TaskRow task) {
        return JSON.createObjectNode()
                .put("name", task.name().value())
                .put("status", task.status().word())
                .put(
                        "log",
                        task.attempt() == null
                                ? null
                                : addresses.log(job, task.name().value(), task.attempt()));
    }

    String of(EndedGroup group) {
        ObjectNode body = JSON.createObjectNode()
                .put("id", group.row().id().value())
                .put("status", group.status().word())
                .put("note", group.row().note());
        body.set("owner", owner(group.row().owner()));
        ArrayNode jobs = body.putArray("jobs");
        for (JobRow job : group.jobs()) {
            jobs.addObject()
                    .put("id", job.id().value())
                    .put("status", job.status().word());
        }
        return text(body);
    }

    private static ObjectNode owner(String name) {
        return JSON.createObjectNode().put("canonical_name", "~" + name).put("name", name);
    }

    private static String text(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
