// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a manifest that is edited and submitted again is trusted with secrets. */
class EditedJobSecretsTest {
    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        rig.beat(1);
    }

    @Test
    void jobThatAskedForNothingMayAskForSecretsWhenItIsEdited() {
        assertThat(mayHaveSecrets(rig.submit(ann))).isTrue();
    }

    @Test
    void jobOfAnotherMayNotAlthoughItAskedForNothing() {
        assertThat(mayHaveSecrets(rig.submit(rig.admin))).isFalse();
    }

    @Test
    void jobThatAskedAndWasGivenNothingMayNot() {
        String manifest = MasterRig.MANIFEST + "oauth: builds.sr.ht/JOBS:RO\n";

        JobId job = rig.submit(ann, new Submission(manifest, "", List.of(), true, Visibility.UNLISTED, GiveSecrets.NO))
                .job()
                .id();

        assertThat(mayHaveSecrets(job)).isFalse();
    }

    private boolean mayHaveSecrets(JobId job) {
        return rig.within(() -> rig.master.control().mayHaveSecrets(ann, job));
    }
}
