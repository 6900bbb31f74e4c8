// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.envelope.EnrolmentToken;
import io.slipway.job.RunnerName;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An enrolment token as it is shown once.
 *
 * @param runner the one name that it enrols; null for any that is not taken
 * @param master where the runner enrols
 * @param expires when it stops working
 */
public record IssuedEnrolment(EnrolmentToken token, RunnerName runner, URI master, Instant expires) {

    /** Lines for the runner's settings. */
    public List<String> settings() {
        List<String> lines = new ArrayList<>();
        if (runner != null) {
            lines.add("name = " + runner);
        }
        lines.add("master.address = " + master);
        lines.add("enrol.token = " + token.text());
        return lines;
    }
}
