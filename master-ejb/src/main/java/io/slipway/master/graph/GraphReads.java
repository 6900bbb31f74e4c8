// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.master.artifact.ArtifactVault;
import io.slipway.master.audit.SeenJobs;
import io.slipway.master.log.LogFiles;
import io.slipway.master.store.Stores;
import java.security.SecureRandom;

/** Everything that GraphQL reads. */
public record GraphReads(
        ManyJobs jobs, ManyGroups groups, Profiles profiles, CursorKey cursorKey, InstanceView instance) {

    public static GraphReads of(
            Stores stores, ArtifactVault vault, LogFiles files, SeenJobs seenJobs, InstanceView instance) {
        return new GraphReads(
                new ManyJobs(stores, vault, files, seenJobs),
                new ManyGroups(stores),
                new Profiles(stores.users()),
                new CursorKey(stores.cursorKeys(), new SecureRandom()),
                instance);
    }
}
