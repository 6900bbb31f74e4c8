// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

/** How a runner stands with the master. */
public enum RunnerState {
    /** Enrolled, and heard within a lease. */
    ENROLLED("enrolled"),
    /** Enrolled, and not heard for longer than a lease. */
    SILENT("silent"),
    /** Nothing is taken from it, and nothing given to it. */
    REVOKED("revoked"),
    /** Heard by a master that knew no enrolment yet. */
    NOT_ENROLLED("not enrolled");

    private final String word;

    RunnerState(String word) {
        this.word = word;
    }

    /** As console and API show it. */
    public String word() {
        return word;
    }
}
