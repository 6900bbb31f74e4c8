// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.util.Map;

/**
 * How the texts of one stream are closed by who writes to it and opened by who reads it. An envelope is a few named fields of plain text.
 * Safe for many threads.
 *
 * <p>A side that only reads closes nothing, and one that only writes opens nothing: the other method is a defect of its caller's.
 */
public interface Envelope {

    /** @param stream the name of the stream, to which the envelope is bound: in another one it does not open */
    default Map<String, String> close(String stream, String text) {
        throw new ProblemException(Problem.DEFECT, "Writing to stream `%s`: this side only reads it".formatted(stream));
    }

    /**
     * @throws RefusedException when it is not from whom it should be, or for somebody else
     * @throws RuntimeException anything else when that cannot be told now; try again later
     */
    default Opened open(String stream, Map<String, String> fields) {
        throw new ProblemException(Problem.DEFECT, "Reading stream `%s`: this side only writes it".formatted(stream));
    }

    /**
     * What was in an envelope.
     *
     * @param sender the name of the runner that has signed it; empty for the master
     */
    record Opened(String sender, String text) {}
}
