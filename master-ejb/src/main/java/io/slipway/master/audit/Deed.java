// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An act on something in particular.
 *
 * @param target which one; empty when there is none yet
 * @param details what is worth to be known besides; no secrets
 */
public record Deed(Act act, String target, SortedMap<String, String> details) {
    private static final int LONGEST = 300;

    public Deed {
        requireNonNull(act, "act");
        target = bounded(target);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    public static Deed of(Act act, Object target) {
        return new Deed(act, target.toString(), new TreeMap<>());
    }

    /** The same, with one detail more. */
    public Deed with(String name, Object value) {
        SortedMap<String, String> more = new TreeMap<>(details);
        more.put(name, bounded(String.valueOf(value)));
        return new Deed(act, target, more);
    }

    /** The same, on something that there is only now. */
    public Deed on(Object found) {
        return new Deed(act, found.toString(), details);
    }

    /** What people gave may be long, and hold what no database takes. */
    private static String bounded(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ");
        return plain.codePointCount(0, plain.length()) <= LONGEST
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
