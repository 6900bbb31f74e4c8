// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.FieldException;
import io.slipway.master.secret.NewSecret;
import io.slipway.master.secret.SecretView;
import io.slipway.secret.FileMode;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretJsonTest {
    private static final UUID ID = UUID.fromString("6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void secretHasEverythingButItsContent() {
        SecretView file =
                new SecretView(7, ID, "netrc", SecretType.FILE, "~/.netrc", FileMode.PRIVATE, true, "ann", AT, AT, AT);
        SecretView key = new SecretView(8, ID, "", SecretType.SSH_KEY, null, null, false, "", AT, AT, null);

        String json = Json.write(new SecretsResource.SecretListJson(List.of(SecretJson.of(file), SecretJson.of(key))));

        assertThat(json).isEqualTo("""
                        {"results":[{"uuid":"6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d","name":"netrc","type":"file",\
                        "path":"~/.netrc","mode":"600","shared":true,"from":"~ann","created":"2026-01-02T03:04:05Z",\
                        "last_used":"2026-01-02T03:04:05Z"},{"uuid":"6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d","name":null,\
                        "type":"ssh_key","path":null,"mode":null,"shared":false,"from":null,\
                        "created":"2026-01-02T03:04:05Z","last_used":null}]}""");
    }

    @Test
    void contentComesAsTextOrInBase64() {
        assertThat(read("{\"type\": \"file\", \"path\": \"x\", \"content\": \"a\\nb\"}"))
                .isEqualTo(new NewSecret(SecretType.FILE, "", "x", "600", content("a\nb")));
        assertThat(read("{\"type\": \"pgp_key\", \"name\": \"release\", \"content_base64\": \"YQpi\"}"))
                .isEqualTo(new NewSecret(SecretType.PGP_KEY, "release", "", "", content("a\nb")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\": \"password\", \"content\": \"hunter2\"}",
                "{\"type\": \"file\", \"path\": \"x\"}",
                "{\"type\": \"file\", \"content\": \"hunter2\", \"content_base64\": \"YQpi\"}",
                "{\"type\": \"file\", \"content_base64\": \"hunter2!\"}",
                "{\"type\": \"file\", \"content\": 7}",
                "{\"type\": \"file\", \"secret\": \"hunter2\"}",
            })
    void whatIsNoSecretIsRefusedWithoutBeingShown(String json) {
        FieldException refused = catchThrowableOfType(FieldException.class, () -> read(json));

        assertThat(refused).hasMessageNotContaining("hunter2");
    }

    private static NewSecret read(String json) {
        return SecretBody.of(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    private static SecretContent content(String text) {
        return new SecretContent(text.getBytes(UTF_8));
    }
}
