// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.secret.SampleSecrets.file;
import static io.slipway.master.secret.SampleSecrets.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.access.Caller;
import io.slipway.message.WorkOrder;
import org.junit.jupiter.api.Test;

/** What the master's own log tells of secrets. */
class SecretLogTest {
    private final MasterRig rig = new MasterRig();
    private final Caller ann = rig.user("ann");

    /** Also of an order that cannot be sent, which the log names. */
    @Test
    void noLogOfTheMasterTellsASecretAtTheFinestLevel() {
        rig.beat(1);
        try (MasterLog log = MasterLog.open("")) {
            rig.within(() -> rig.master.secrets().add(ann, file("netrc", "hunter2hunter2")));
            rig.submit(ann, MasterRig.MANIFEST + "secrets: [netrc]\noauth: builds.sr.ht/JOBS\n");
            rig.messages.down(true);
            rig.handOver();
            rig.messages.down(false);
            rig.beat(1);
            rig.beat(1);
            WorkOrder order = rig.newestOrder();

            assertThat(text(order.secrets().get(0).content())).isEqualTo("hunter2hunter2");
            assertThat(log.lines()).anyMatch(line -> line.contains("work order for"));
            assertThat(log.lines())
                    .noneMatch(line -> line.contains("hunter2")
                            || line.contains("aHVudGVyMmh1bnRlcjI")
                            || line.contains(order.token().text()));
        }
    }
}
