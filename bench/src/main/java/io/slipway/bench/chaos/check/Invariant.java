// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

/** What must hold. */
public enum Invariant {
    /** No job that was taken is lost; each reaches one terminal status for each time that somebody asked for it. */
    ONE_END("each job reaches exactly one end"),
    /** What an attempt's logs hold was printed by that attempt, under its epoch, in order, without a hole. */
    ONE_EPOCH("an attempt's logs are of one epoch"),
    /** What the master has shown once of a log stays; a log that is closed is whole. */
    EVERY_BYTE("every byte of a log stays"),
    /** A job ends as its manifest and its owner want it. */
    RIGHT_RESULT("the result is right"),
    /** Of a job that has ended nothing is left but what is kept for people, and every part answers. */
    NOTHING_LEFT("nothing is left behind"),
    /** Every end is told to the job's webhook, with one key and one body, and nothing else is. */
    DELIVERED("each delivery is made at least once");

    private final String words;

    Invariant(String words) {
        this.words = words;
    }

    /** As the table has it. */
    public String words() {
        return words;
    }
}
