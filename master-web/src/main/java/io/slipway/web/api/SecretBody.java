// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static java.util.stream.Collectors.joining;

import io.slipway.master.secret.NewSecret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the secret that a request adds: its content as text, or in Base64. */
final class SecretBody {
    private static final Set<String> FIELDS = Set.of("type", "name", "path", "mode", "content", "content_base64");

    private SecretBody() {}

    static NewSecret of(InputStream body) {
        Fields fields = Fields.of(Body.text(body), FIELDS);
        SecretType type = type(fields.text("type"));
        return new NewSecret(
                type,
                fields.text("name", ""),
                fields.text("path", ""),
                fields.text("mode", type == SecretType.FILE ? "600" : ""),
                content(fields));
    }

    private static SecretType type(String word) {
        return SecretType.ofWord(word)
                .orElseThrow(() -> Fields.illegal(
                        "type",
                        "%s are allowed"
                                .formatted(Stream.of(SecretType.values())
                                        .map(type -> "`" + type.word() + "`")
                                        .collect(joining(", ")))));
    }

    private static SecretContent content(Fields fields) {
        String text = fields.text("content", "");
        String base64 = fields.text("content_base64", "");
        if (text.isEmpty() == base64.isEmpty()) {
            throw Fields.illegal("content", "either this or `content_base64` is needed");
        }
        try {
            return new SecretContent(
                    base64.isEmpty()
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            // Its message may say something of the content.
            throw Fields.illegal("content_base64", "it is not Base64");
        }
    }
}
