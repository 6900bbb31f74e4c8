// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.FieldException;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

/** The body of a restart, which may be left out. */
final class RestartBody {
    private static final Set<String> FIELDS = Set.of("from", "script");

    private RestartBody() {}

    static RestartRequest of(InputStream body) {
        String text = Body.text(body);
        Fields fields = Fields.of(text.isBlank() ? "{}" : text, FIELDS);
        return new RestartRequest(from(fields.text("from", From.FAILED_TASK.word())), fields.text("script", ""));
    }

    private static From from(String word) {
        return Arrays.stream(From.values())
                .filter(from -> from.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new FieldException(
                        "from",
                        "Reading field `from`: `%s`; `failed-task`, `standing-guest` and `start` are allowed"
                                .formatted(word),
                        null));
    }
}
