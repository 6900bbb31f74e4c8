// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.enrol.IssuedEnrolment;
import java.time.Instant;
import java.util.List;

/**
 * An enrolment token, shown once.
 *
 * @param runner the one name that it enrols; null for any that is not taken
 * @param settings lines for the runner's settings
 */
record EnrolmentTokenJson(String token, String runner, Instant expires, List<String> settings) {
    static EnrolmentTokenJson of(IssuedEnrolment issued) {
        return new EnrolmentTokenJson(
                issued.token().text(),
                issued.runner() == null ? null : issued.runner().value(),
                issued.expires(),
                issued.settings());
    }
}
