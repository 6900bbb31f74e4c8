// SPDX-License-Identifier: Apache-2.0
package io.slipway.ssh;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Text for a terminal in raw mode: an end of line without a carriage return gets one. */
public final class TerminalLines extends FilterOutputStream {
    private int last;

    public TerminalLines(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int single) throws IOException {
        if (single == '\n' && last != '\r') {
            out.write('\r');
        }
        out.write(single);
        last = single;
    }
}
