// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortPoolTest {
    private final Dice dice = new Dice();
    private final PortPool pool = new PortPool(dice);

    @Test
    void portIsNeitherLowNorGivenToTwoGuests() {
        int first = pool.take();
        dice.fallsAgain = true;
        int second = pool.take();

        assertThat(first).isBetween(22_000, 29_999);
        assertThat(second).isBetween(22_000, 29_999).isNotEqualTo(first);
    }

    /** Defect 8 of the original: ports were counted up, from 1 on, whether somebody used them or not. */
    @Test
    void portThatSomebodyListensOnIsPassedOver() throws IOException {
        int port = pool.take();
        pool.giveBack(port);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            dice.fallsAgain = true;

            assertThat(pool.take()).isNotEqualTo(port);
        }
    }

    @Test
    void portThatWasGivenBackIsGivenAgain() {
        int port = pool.take();
        pool.giveBack(port);
        dice.fallsAgain = true;

        assertThat(pool.take()).isEqualTo(port);
    }

    @Test
    void poolWithoutAFreePortSaysSo() {
        dice.sticks = true;
        pool.take();

        assertThatThrownBy(pool::take)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ports from 22000 to 29999 were tried, all are taken");
    }

    /** Falls by chance, once more as it fell last, or always so. */
    private static final class Dice extends Random {
        private static final long serialVersionUID = 1;

        private boolean fallsAgain;
        private boolean sticks;
        private int last = 4_711;

        @Override
        public int nextInt(int bound) {
            if (!fallsAgain && !sticks) {
                last = super.nextInt(bound);
            }
            fallsAgain = false;
            return last;
        }
    }
}
