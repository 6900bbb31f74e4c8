// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.trigger.DeliveryView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.List;

/** What has become of the e-mails and webhooks that jobs fire. */
@Stateless
@Interceptors(StoreGuard.class)
public class Deliveries {
    @EJB
    private MasterLifecycle lifecycle;

    /** Oldest first; to whom they go is there for the job's owner alone. */
    public List<DeliveryView> of(Caller caller, JobId job) {
        return lifecycle.master().deliveries().of(caller, job);
    }

    /** The 32 bytes of the public Ed25519 key that webhooks are signed with; no secret. */
    public byte[] webhookKey() {
        return lifecycle.master().webhookKey();
    }
}
