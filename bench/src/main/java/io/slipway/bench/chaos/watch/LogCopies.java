// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.bench.chaos.check.Facts.LogKey;
import io.slipway.bench.chaos.check.LogCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies of all logs of a job, as they grow. Used by one thread. */
final class LogCopies {
    private static final String SETUP = "setup";

    private final MasterApi api;
    private final Map<LogKey, LogCopy> copies = new HashMap<>();

    LogCopies(MasterApi api) {
        this.api = api;
    }

    Map<LogKey, LogCopy> all() {
        return copies;
    }

    /** Reads what is new. @return complaints about what is not there any more */
    List<String> follow(long id, JsonNode job) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (JsonNode attempt : job.path("attempts")) {
            for (JsonNode log : attempt.path("logs")) {
                String name = log.path("name").asText();
                LogKey key = new LogKey(attempt.path("number").asInt(), SETUP.equals(name) ? "" : name);
                long size = log.path("size").asLong();
                LogCopy copy = copies.computeIfAbsent(key, absent -> new LogCopy());
                copy.measured(size).forEach(complaint -> complaints.add(key + ": " + complaint));
                if (size > copy.length()) {
                    api.log(id, key.attempt(), key.name(), copy.length()).ifPresent(copy::append);
                }
            }
        }
        return complaints;
    }
}
