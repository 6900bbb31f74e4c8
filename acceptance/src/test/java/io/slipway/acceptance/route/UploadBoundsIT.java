// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api.Answer;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.StackExtension;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever takes bytes takes so many and no more. Artifacts and caches, whose limits are settings, have tests of their own:
 * {@code ArtifactTest}, {@code ObjectArtifactTest}, {@code CacheTest}.
 */
@ExtendWith(StackExtension.class)
class UploadBoundsIT {
    private static final String MUCH = "x".repeat(3 << 20);
    private static final int CUT_OFF = 0;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=b";
    private static final String PART =
            "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n--b--\r\n";
    private static final List<Way> API = List.of(
            new Way("/api/jobs", JSON, "{\"manifest\": \"%s\"}".formatted(MUCH)),
            new Way("/api/jobs", FORM, "manifest=" + MUCH),
            new Way("/api/job-group", JSON, "{\"note\": \"%s\"}".formatted(MUCH)),
            new Way("/api/schedules", JSON, "{\"manifest\": \"%s\"}".formatted(MUCH)),
            new Way("/api/secrets", JSON, "{\"content\": \"%s\"}".formatted(MUCH)),
            new Way("/api/ssh-keys", JSON, "{\"key\": \"%s\"}".formatted(MUCH)),
            new Way("/api/users", JSON, "{\"name\": \"%s\"}".formatted(MUCH)),
            new Way("/api/runners/tokens", JSON, "{\"runner\": \"%s\"}".formatted(MUCH)),
            new Way("/query", JSON, "{\"query\": \"%s\"}".formatted(MUCH)),
            new Way("/query", MULTIPART, PART.formatted("operations", "x".repeat((16 << 20) + 1))));

    private final Person admin;

    UploadBoundsIT(Stack stack) {
        this.admin = new Person(stack.origin(), "admin", stack.password());
    }

    @Test
    void everyWayIntoTheApiIsBounded() {
        String token = "Bearer " + admin.token(Person.EVERYTHING);

        assertThat(API)
                .allSatisfy(way -> assertThat(answered(way, "Authorization", token))
                        .as(way.toString())
                        .isIn(413, CUT_OFF));
    }

    /** The container refuses by itself what is more than the pages' servlet takes; nothing of it is read. */
    @Test
    void everyFormOfTheConsoleIsBounded() {
        assertThat(answered(new Way("/secrets", MULTIPART, PART.formatted("secret:file", MUCH))))
                .isIn(400, 413, 500, CUT_OFF);
        assertThat(answered(new Way("/submit", FORM, "submit:manifest=" + MUCH)))
                .as("no field is there, so nothing is submitted")
                .isIn(200, 400, 413, 500, CUT_OFF);
    }

    /** A status; or that the connection was ended while there was more to send. */
    private int answered(Way way, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = way.type;
        try {
            Answer answer = admin.browser().send("POST", way.path, way.body, all);
            assertThat(answer.text()).doesNotContain("x".repeat(10_000));
            return answer.status();
        } catch (UncheckedIOException cutOff) {
            return CUT_OFF;
        }
    }

    /** Something that is sent. */
    private record Way(String path, String type, String body) {
        /** Without the body. */
        @Override
        public String toString() {
            return path + " " + type;
        }
    }
}
