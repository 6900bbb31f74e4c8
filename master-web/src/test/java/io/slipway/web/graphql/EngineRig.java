// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.graph.GraphSettings;
import io.slipway.pace.SettableClock;
import io.slipway.web.graphql.request.GraphRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine on a job service that is made up. */
abstract class EngineRig {
    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeService service = new FakeService();
    final List<ProblemException> problems = new ArrayList<>();
    final SettableClock clock = new SettableClock(FakeService.THEN);
    private final Engine engine = engine(250);

    final Engine engine(int complexity) {
        return new Engine(service.all(), new GraphSettings(complexity, 20, Duration.ofSeconds(3)), clock);
    }

    static JsonNode json(Engine other, String query) {
        return JSON.valueToTree(other.execute(FakeService.ANN, new GraphRequest(query, "", Map.of()), problem -> {}));
    }

    final JsonNode data(String query) {
        return data(query, Map.of());
    }

    final JsonNode data(String query, Map<String, Object> variables) {
        JsonNode answer = execute(query, variables, FakeService.ANN);
        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        return answer.path("data");
    }

    final JsonNode execute(String query) {
        return execute(query, Map.of(), FakeService.ANN);
    }

    final JsonNode execute(String query, Map<String, Object> variables, Caller caller) {
        return JSON.valueToTree(engine.execute(caller, new GraphRequest(query, "", variables), problems::add));
    }

    static Map<String, Object> variables(Object... pairs) {
        Map<String, Object> variables = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            variables.put((String) pairs[i], pairs[i + 1]);
        }
        return variables;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
