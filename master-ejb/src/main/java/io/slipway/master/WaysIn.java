// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.manifest.ManifestParser;
import io.slipway.manifest.MatrixExpansion;
import io.slipway.master.access.Users;
import io.slipway.master.schedule.KeepSchedules;
import io.slipway.master.schedule.RunSchedules;
import io.slipway.master.ssh.SubmitDoor;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.submit.ImageCheck;
import io.slipway.master.submit.SubmitJob;
import java.time.Clock;

/** The part of the object graph by which jobs come in: submit itself, and the ways to it that need no console and no API. */
final class WaysIn {
    private final SubmitJob submit;
    private final SubmitDoor door;
    private final KeepSchedules schedules;
    private final RunSchedules runs;

    /** @param queued is told when a job was queued, before the transaction ends */
    WaysIn(Means means, AccountServices accounts, ManifestParser parser, Runnable queued) {
        Users users = accounts.users();
        MasterSettings settings = means.settings();
        Stores stores = means.stores();
        Transaction transaction = means.transaction();
        Clock clock = means.clock();
        submit = new SubmitJob(
                stores,
                new MatrixExpansion(parser, settings.submit().combinations()),
                new ImageCheck(stores.runners()),
                queued,
                settings.dispatch().lease(),
                clock);
        door = new SubmitDoor(
                settings.door(),
                settings.dispatch().origin(),
                stores.sshKeys(),
                users,
                submit,
                transaction,
                accounts.doors().tries(),
                clock);
        schedules = new KeepSchedules(stores.schedules(), submit, settings.schedules(), clock);
        runs = new RunSchedules(
                stores.schedules(),
                users,
                submit,
                transaction,
                settings.schedules().distance(),
                clock);
    }

    SubmitJob submit() {
        return submit;
    }

    SubmitDoor door() {
        return door;
    }

    KeepSchedules schedules() {
        return schedules;
    }

    RunSchedules runs() {
        return runs;
    }
}
