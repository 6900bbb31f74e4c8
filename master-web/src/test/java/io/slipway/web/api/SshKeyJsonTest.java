// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.sshkey.SshKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyJsonTest {
    @Test
    void keyHasTheShapeThatClientsKnow() {
        SshKey key = new SshKey(
                7, "laptop", "ssh-ed25519", "AAAAC3", "SHA256:fWw7", Instant.parse("2026-01-02T03:04:05Z"), null);

        String json = Json.write(new SshKeysResource.SshKeyListJson(List.of(SshKeyJson.of(key))));

        assertThat(json).isEqualTo("""
                        {"results":[{"id":7,"name":"laptop","type":"ssh-ed25519","key":"ssh-ed25519 AAAAC3",\
                        "fingerprint":"SHA256:fWw7","created":"2026-01-02T03:04:05Z","last_used":null}]}""");
    }

    @Test
    void keyIsNamedByItsNumber() {
        assertThat(Numbers.sshKey("42")).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "007", "99999999999999999999", "SHA256:fWw7"})
    void whatIsNoNumberIsNoKey(String text) {
        var refused = catchThrowableOfType(ProblemException.class, () -> Numbers.sshKey(text));

        assertThat(refused.problem()).isEqualTo(Problem.SSH_KEY_UNKNOWN);
    }
}
