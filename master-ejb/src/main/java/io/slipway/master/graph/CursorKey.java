// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.master.store.CursorKeyStore;
import java.security.SecureRandom;

/** What the cursors of lists are sealed with: 256 bits, the same for every master, made when they are first asked for. */
public final class CursorKey {
    private static final int BYTES = 32;

    private final CursorKeyStore store;
    private final SecureRandom random;

    public CursorKey(CursorKeyStore store, SecureRandom random) {
        this.store = store;
        this.random = random;
    }

    public byte[] bytes() {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        return store.keep(fresh);
    }
}
