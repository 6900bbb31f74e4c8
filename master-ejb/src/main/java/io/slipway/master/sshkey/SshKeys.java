// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.SshKeyStore;
import io.slipway.master.store.SshKeyStore.SshKeyRow;
import java.time.Clock;
import java.util.List;

/** The public ssh keys of whoever calls; nobody, administrators neither, sees or changes those of somebody else. */
public final class SshKeys {
    private static final int MOST = 50;
    private static final int LONGEST_NAME = 100;

    private final SshKeyStore keys;
    private final Clock clock;

    public SshKeys(SshKeyStore keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The caller's keys, oldest first. */
    public List<SshKey> list(Caller caller) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return keys.of(caller.userId()).stream().map(SshKey::of).toList();
    }

    /**
     * Adds a key to the caller's. Whoever has it can do all that the caller may, for as long as it is there.
     *
     * @param text one line, as it stands in a {@code .pub} file
     * @param name empty for the key's comment
     */
    public SshKey add(Caller caller, String text, String name) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        Permissions.requireEverything(caller, "Adding an ssh key");
        SshPublicKey key = SshPublicKey.read(text);
        SshKeyRow row = new SshKeyRow(
                0,
                caller.userId(),
                checked(name.isBlank() ? key.comment() : name.strip()),
                key.type(),
                key.base64(),
                key.fingerprint(),
                clock.instant(),
                null);
        if (keys.lockAndCount(caller.userId()) >= MOST) {
            throw new ProblemException(
                    Problem.SSH_KEYS_TOO_MANY,
                    "Adding an ssh key: you have %d, which is as many as are allowed; remove one first"
                            .formatted(MOST));
        }
        return keys.insert(row).map(SshKey::of).orElseThrow(() -> taken(caller, key.fingerprint()));
    }

    /** Removes one of the caller's keys; work orders that are under way keep it. */
    public void remove(Caller caller, long id) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        if (!keys.remove(caller.userId(), id)) {
            throw new ProblemException(
                    Problem.SSH_KEY_UNKNOWN, "Removing ssh key %d: there is none among yours".formatted(id));
        }
    }

    private static String checked(String name) {
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Adding an ssh key: its name, or its comment when no name is given, has %d characters; up to %d are allowed, none of"
                                    .formatted(name.length(), LONGEST_NAME)
                            + " them a control character");
        }
        return name;
    }

    /** Says whose the key is only when it is the caller's. */
    private ProblemException taken(Caller caller, String fingerprint) {
        boolean own = keys.of(caller.userId()).stream()
                .anyMatch(key -> key.fingerprint().equals(fingerprint));
        return new ProblemException(
                Problem.SSH_KEY_TAKEN,
                own
                        ? "Adding ssh key `%s`: you have it already".formatted(fingerprint)
                        : "Adding ssh key `%s`: an account has it already; a key is allowed to one account"
                                .formatted(fingerprint));
    }
}
