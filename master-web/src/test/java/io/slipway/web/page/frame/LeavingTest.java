// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import jakarta.ejb.EJBException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeavingTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void sessionEndsAndItIsWrittenDown() {
        Leaving.leave("ann", () -> done.add("ended"), () -> done.add("written down"));

        assertThat(done).containsExactly("ended", "written down");
    }

    @Test
    void sessionEndsWhileTheAuditLogCannotBeWritten() {
        for (RuntimeException refused : List.of(
                new ProblemException(Problem.STORE_DOWN, "Writing the audit log: refused"),
                new EJBException("permission denied for table audit"))) {
            done.clear();

            Leaving.leave("ann", () -> done.add("ended"), () -> {
                throw refused;
            });

            assertThat(done).containsExactly("ended");
        }
    }
}
