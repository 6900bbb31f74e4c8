// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditedDoors;
import io.slipway.master.limit.Limit;
import io.slipway.master.limit.Tries;
import io.slipway.master.limit.Tries.Try;
import io.slipway.master.seal.Seal;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.TwoStepStore;
import io.slipway.master.store.TwoStepStore.TwoStepRow;
import io.slipway.master.store.UserStore.UserRow;
import java.time.Clock;
import java.util.OptionalLong;

/** Looks at codes of accounts whose second step is on, within their limit; takes each but once. Makes its own transactions. */
final class Codes {
    private final TwoStepStore store;
    private final Seal seal;
    private final Tries tries;
    private final AuditedDoors audit;
    private final Transaction transaction;
    private final Clock clock;

    Codes(TwoStepStore store, Seal seal, Tries tries, AuditedDoors audit, Transaction transaction, Clock clock) {
        this.store = store;
        this.seal = seal;
        this.tries = tries;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    byte[] sealed(byte[] secret, long user) {
        return seal.seal(secret, place(user));
    }

    byte[] secret(TwoStepRow row, long user) {
        return seal.unseal(row.sealed(), place(user));
    }

    static String place(long user) {
        return "two-step secret of user " + user;
    }

    /**
     * Takes a code of the app, or a recovery code.
     *
     * @param from the network of somebody who is coming in; empty for who is in
     * @throws ProblemException CODE_WRONG or TRIES_TOO_MANY
     */
    void take(UserRow user, String code, String doing, String from) {
        String plain = code.strip().replace(" ", "");
        within(user, doing, from, () -> transaction.separate(() -> isTaken(user, plain, from)));
    }

    /** The step of a first code, before the second step is on. */
    long first(UserRow user, TwoStepRow begun, String code, String doing) {
        OptionalLong[] step = {OptionalLong.empty()};
        within(user, doing, "", () -> {
            step[0] = Totp.stepOf(secret(begun, user.id()), code.strip().replace(" ", ""), clock.instant());
            return step[0].isPresent();
        });
        return step[0].getAsLong();
    }

    private void within(UserRow user, String doing, String from, Look look) {
        Try counted;
        try {
            counted = tries.take(Limit.CODE, Long.toString(user.id()), doing);
        } catch (TriesException e) {
            tell(Act.CODE_LIMITED, user, from, e.problem());
            throw e;
        }
        if (!look.isRight()) {
            tell(Act.CODE_FAILED, user, from, Problem.CODE_WRONG);
            throw new ProblemException(
                    Problem.CODE_WRONG,
                    "%s: the code is wrong, or was used before; the app shows another each half minute"
                            .formatted(doing));
        }
        counted.clear();
    }

    /** Of who is in already it is told what the code was for, by whom that is done. */
    private void tell(Act act, UserRow user, String from, Problem why) {
        if (!from.isEmpty()) {
            audit.refused(act, user.name(), from, why);
        }
    }

    private boolean isTaken(UserRow user, String code, String from) {
        if (Totp.isCode(code)) {
            TwoStepRow row = store.find(user.id()).filter(TwoStepRow::isOn).orElseThrow(() -> off(user));
            OptionalLong step = Totp.stepOf(secret(row, user.id()), code, clock.instant());
            return step.isPresent() && store.use(user.id(), step.getAsLong());
        }
        boolean used = store.useCode(user.id(), new RecoveryCode(code).hash());
        if (used) {
            audit.came(Act.RECOVERY_CODE_USED, user.name(), from, "%d are left".formatted(store.countCodes(user.id())));
        }
        return used;
    }

    static ProblemException off(UserRow user) {
        return new ProblemException(
                Problem.TWO_STEP_OFF, "Looking at the two-step login of `%s`: it is off".formatted(user.name()));
    }

    /** Whether a code is right. */
    @FunctionalInterface
    private interface Look {
        boolean isRight();
    }
}
