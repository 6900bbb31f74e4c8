// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.ScheduleDraft;
import io.slipway.master.submit.Submitted;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.time.Instant;
import java.util.List;

/**
 * What console and API can do with the caller's schedules.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}; a schedule of somebody else does not exist for the caller.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Schedules {
    @EJB
    private MasterLifecycle lifecycle;

    /** Oldest first. */
    public List<Schedule> list(Caller caller) {
        return lifecycle.master().schedules().list(caller);
    }

    public Schedule find(Caller caller, long id) {
        return lifecycle.master().schedules().find(caller, id);
    }

    /** @throws io.slipway.manifest.ManifestException with all findings, when the manifest has an error */
    public Schedule add(Caller caller, ScheduleDraft draft) {
        Deed deed = Deed.of(Act.SCHEDULE_CREATED, "").with("name", draft.name());
        return audit().act(
                        caller,
                        deed,
                        () -> lifecycle.master().schedules().add(caller, draft),
                        added -> deed.on(added.id()));
    }

    /** @throws io.slipway.manifest.ManifestException with all findings, when the manifest has an error */
    public Schedule change(Caller caller, long id, ScheduleDraft draft) {
        return audit().act(
                        caller,
                        Deed.of(Act.SCHEDULE_CHANGED, id).with("name", draft.name()),
                        () -> lifecycle.master().schedules().change(caller, id, draft));
    }

    /**
     * When a cron expression comes next, a few times.
     *
     * @throws io.slipway.error.ProblemException when it would not be taken
     */
    public List<Instant> next(Caller caller, String cron, String zone) {
        return lifecycle.master().schedules().next(caller, cron, zone);
    }

    public void pause(Caller caller, long id) {
        audit().act(
                        caller,
                        Deed.of(Act.SCHEDULE_CHANGED, id).with("state", "paused"),
                        () -> lifecycle.master().schedules().pause(caller, id));
    }

    public void resume(Caller caller, long id) {
        audit().act(
                        caller,
                        Deed.of(Act.SCHEDULE_CHANGED, id).with("state", "active"),
                        () -> lifecycle.master().schedules().resume(caller, id));
    }

    public void remove(Caller caller, long id) {
        audit().act(
                        caller,
                        Deed.of(Act.SCHEDULE_DELETED, id),
                        () -> lifecycle.master().schedules().remove(caller, id));
    }

    /** Submits a schedule's manifest now. */
    public Submitted run(Caller caller, long id) {
        return lifecycle.master().schedules().run(caller, id);
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
