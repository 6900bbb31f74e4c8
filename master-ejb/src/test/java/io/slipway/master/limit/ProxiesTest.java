// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request is from, behind proxies and with headers that anybody may write. */
class ProxiesTest {
    private final Proxies none = proxies("");
    private final Proxies two = proxies("127.0.0.1, 10.0.0.9");

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2:0:0:0:0/64",
        "::1, 0:0:0:0:0:0:0:0/64",
        "::ffff:192.0.2.7, 192.0.2.7",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0/64"
    })
    void networkIsAnAddressOfIpv4OrTheFirst64BitsOfIpv6(String peer, String network) {
        assertThat(none.network(peer, List.of()).text()).isEqualTo(network);
    }

    @Test
    void headerOfWhoIsNoProxyIsNotBelieved() {
        assertThat(none.network("192.0.2.7", List.of("198.51.100.1")).text()).isEqualTo("192.0.2.7");
        assertThat(two.network("192.0.2.7", List.of("198.51.100.1")).text()).isEqualTo("192.0.2.7");
    }

    @Test
    void lastAddressThatIsNoProxysCounts() {
        assertThat(two.network("127.0.0.1", List.of("6.6.6.6, 198.51.100.1")).text())
                .isEqualTo("198.51.100.1");
        assertThat(two.network("127.0.0.1", List.of("6.6.6.6", "198.51.100.1, 10.0.0.9"))
                        .text())
                .isEqualTo("198.51.100.1");
        assertThat(two.network("127.0.0.1", List.of()).text()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "localhost", "999.1.1.1", "1.2.3", "example.org", "a:b", "::1::2", "[::1"})
    void whatIsNoAddressCountsForTheProxyAndNoNameIsAskedFor(String hop) {
        assertThat(two.network("127.0.0.1", List.of("6.6.6.6, " + hop)).text()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/8", "300.1.1.1"})
    void proxiesAreAddresses(String proxies) {
        assertThatThrownBy(() -> proxies(proxies))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("`proxies` is `%s`".formatted(proxies));
    }

    private static Proxies proxies(String addresses) {
        return new Proxies(
                LimitSettings.from(Settings.of(Map.of("proxies", addresses))).proxies());
    }
}
