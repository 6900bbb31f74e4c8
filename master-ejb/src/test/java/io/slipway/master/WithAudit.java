// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.access.Caller;
import io.slipway.master.limit.ClientNetwork;
import org.junit.jupiter.api.BeforeEach;

/** A master whose audit log is looked at, and who acts: an administrator with a session, a user with a token. */
abstract class WithAudit {
    static final ClientNetwork HOME = new ClientNetwork("192.0.2.9");

    AuditRig audit;
    MasterRig rig;
    Caller admin;
    Caller ann;

    @BeforeEach
    void start() {
        audit = new AuditRig();
        rig = audit.rig;
        admin = audit.admin;
        ann = audit.ann;
    }
}
