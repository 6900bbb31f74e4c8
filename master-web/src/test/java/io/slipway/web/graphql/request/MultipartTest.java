// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import jakarta.servlet.http.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartTest {
    private static final String OPERATIONS =
            "{\"query\":\"q\",\"operationName\":\"o\",\"variables\":{\"one\":null,\"more\":[null,null],\"in\":{\"it\":null},\"set\":1}}";

    @Test
    void fileTakesThePlaceOfItsVariable() {
        Part file = new FakePart("0", "bytes");

        GraphRequest request =
                read(OPERATIONS, "{\"0\":[\"variables.one\",\"variables.more.1\",\"variables.in.it\"]}", file);

        Upload upload = new Upload(file);
        assertThat(request.query()).isEqualTo("q");
        assertThat(request.operation()).isEqualTo("o");
        assertThat(request.variables()).containsEntry("one", upload).containsEntry("in", Map.of("it", upload));
        assertThat(list(request.variables().get("more"))).containsExactly(null, upload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "variables.nosuch",
                "variables.more.2",
                "variables.more.-1",
                "variables.more.x",
                "variables.in.nosuch",
                "variables.set",
                "variables.set.x",
                "variables",
                "query",
                "''"
            })
    void placeThatIsNoneIsRefused(String place) {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class,
                () -> read(OPERATIONS, "{\"0\":[\"%s\"]}".formatted(place), new FakePart("0", "bytes")));

        assertThat(refused.problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(refused).hasMessageContaining("`map`").hasMessageContaining("`" + place + "`");
    }

    @Test
    void partsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> read(OPERATIONS, "{\"0\":[\"variables.one\"]}", new FakePart("1", "")))
                .hasMessageContaining("file part `0`");
        assertThatThrownBy(() -> new Multipart(List.of(new FakePart("operations", OPERATIONS))).request())
                .hasMessageContaining("part `map`");
        assertThatThrownBy(() -> new Multipart(List.of(new FakePart("map", "{}"))).request())
                .hasMessageContaining("part `operations`");
    }

    @Test
    void partThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> new Multipart(List.of(new FakePart("map", "{}"), new FakePart("map", "{}"))))
                .hasMessageContaining("twice");
    }

    @Test
    void moreFilesThanAreAllowedAreRefused() {
        List<Part> parts = new ArrayList<>(List.of(new FakePart("operations", OPERATIONS), new FakePart("map", "{}")));
        for (int i = 0; i < 10; i++) {
            parts.add(new FakePart(Integer.toString(i), ""));
        }

        assertThat(new Multipart(parts).request().query()).isEqualTo("q");
        parts.add(new FakePart("10", ""));
        assertThat(catchThrowableOfType(ProblemException.class, () -> new Multipart(parts))
                        .problem())
                .isEqualTo(Problem.REQUEST_TOO_LARGE);
    }

    @Test
    void operationsAreBoundedAsOtherBodiesAre() {
        String large = "{\"query\":\"" + "x".repeat(300_000) + "\"}";

        assertThat(catchThrowableOfType(ProblemException.class, () -> read(large, "{}"))
                        .problem())
                .isEqualTo(Problem.REQUEST_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|query",
                "{\"query\":1}|query",
                "{\"query\":null}|query",
                "{\"query\":\"q\",\"variables\":[]}|variables",
                "{\"query\":\"q\",\"operationName\":7}|operationName"
            })
    void requestThatIsNoneIsRefusedByItsField(String json, String field) {
        assertThatThrownBy(() -> GraphRequest.of(json)).hasMessageContaining("`" + field + "`");
    }

    @Test
    void whatMayBeLeftOutMayBeNull() {
        assertThat(GraphRequest.of("{\"query\":\"q\"}"))
                .isEqualTo(GraphRequest.of(
                        "{\"query\":\"q\",\"variables\":null,\"operationName\":null,\"extensions\":{}}"))
                .isEqualTo(new GraphRequest("q", "", Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static GraphRequest read(String operations, String map, Part... files) {
        List<Part> parts = new ArrayList<>(List.of(new FakePart("operations", operations), new FakePart("map", map)));
        parts.addAll(List.of(files));
        return new Multipart(parts).request();
    }
}
