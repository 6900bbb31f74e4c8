// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that holds so many and forgets the eldest, so that nobody who sends ever new keys fills the memory. For one thread at a time. */
public final class Newest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final float LOAD = 0.75f;

    private final int most;

    private Newest(int most, boolean byUse) {
        super(0, LOAD, byUse);
        this.most = most;
    }

    /** Forgets the one that was put in first, however often it was put in again since. */
    public static <K, V> Newest<K, V> byAge(int most) {
        return new Newest<>(most, false);
    }

    /** Forgets the one that was not read or put in for the longest time. */
    public static <K, V> Newest<K, V> byUse(int most) {
        return new Newest<>(most, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
