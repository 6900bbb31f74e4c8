// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever is sent to GraphQL: as a request, and as the map of a multipart request; `./slipway fuzz request` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class RequestFuzzTest {
    private static final String OPERATIONS =
            "{\"query\":\"q\",\"variables\":{\"one\":null,\"more\":[null,null],\"in\":{\"it\":null},\"set\":1}}";

    /** So that classes are loaded, and made the fuzzer's, before an input has its time. */
    @BeforeAll
    static void loadClasses() {
        GraphRequest.of("{\"query\":\"q\",\"variables\":{\"a\":[1.5,null]}}");
    }

    @FuzzTest
    void textIsARequestOrIsRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            GraphRequest.of(text);
        } catch (ProblemException e) {
            assertThat(e.problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
        }
        try {
            new Multipart(List.of(
                            new FakePart("operations", OPERATIONS),
                            new FakePart("map", text),
                            new FakePart("0", "bytes")))
                    .request();
        } catch (ProblemException e) {
            assertThat(e.problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
        }
    }
}
