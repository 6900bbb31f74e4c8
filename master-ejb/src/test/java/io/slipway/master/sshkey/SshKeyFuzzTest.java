// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever somebody hands in as an ssh key; `./slipway fuzz sshkey` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SshKeyFuzzTest {
    private static final Set<Problem> REFUSALS =
            Set.of(Problem.SSH_KEY_ILLEGAL, Problem.SSH_KEY_PRIVATE, Problem.SSH_KEY_REFUSED);

    @FuzzTest
    void textIsAKeyThatIsWrittenAsItIsReadOrIsRefused(byte[] bytes) {
        SshPublicKey key;
        try {
            key = SshPublicKey.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            assertThat(REFUSALS).contains(e.problem());
            assertThat(e.getMessage()).hasSizeLessThan(10_000);
            return;
        }
        SshPublicKey again = SshPublicKey.read("%s %s".formatted(key.type(), key.base64()));
        assertThat(again).isEqualTo(new SshPublicKey(key.type(), key.base64(), "", key.fingerprint()));
    }
}
