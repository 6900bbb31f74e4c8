// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Origin.Way;
import io.slipway.master.audit.AuditFilter;
import io.slipway.master.audit.AuditLine;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** A master whose beans are called as console and API call them, and what stands in its audit log then. */
final class AuditRig {
    final MasterRig rig;
    final Beans beans;
    /** With a session. */
    final Caller admin;
    /** With a token. */
    final Caller ann;

    AuditRig(MasterRig rig) {
        this.rig = rig;
        this.beans = new Beans(rig.master);
        this.admin = rig.admin.from(new Origin(Way.SESSION, "192.0.2.1"));
        this.ann = rig.user("ann").from(new Origin(Way.TOKEN, "192.0.2.7"));
    }

    AuditRig() {
        this(new MasterRig());
    }

    <T> T bean(Class<T> type) {
        return beans.of(type);
    }

    <T> T within(Supplier<T> work) {
        return rig.within(work);
    }

    void within(Runnable work) {
        rig.within(() -> {
            work.run();
            return true;
        });
    }

    void refused(Runnable work) {
        Assertions.assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> within(work));
    }

    /** Oldest first. */
    List<AuditLine> lines() {
        List<AuditLine> lines = within(() ->
                rig.master.audit().query().list(rig.admin, AuditFilter.ALL, 0).lines());
        return lines.stream()
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .toList();
    }

    AuditLine last() {
        List<AuditLine> lines = lines();
        assertThat(lines).isNotEmpty();
        return lines.get(lines.size() - 1);
    }

    /** What was done, in short. */
    List<String> told() {
        return lines().stream().map(AuditRig::told).toList();
    }

    static String told(AuditLine line) {
        return "%s %s %s:%s%s"
                .formatted(
                        line.actor().isEmpty() ? "-" : line.actor(),
                        line.act(),
                        line.kind(),
                        line.target(),
                        line.done() ? "" : " " + line.problem());
    }
}
