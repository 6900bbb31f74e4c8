// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void addressThatIsNotPublicIsRefused(String address) throws UnknownHostException {
        assertThat(Networks.PUBLIC.permit(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2001:200::1",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1"
            })
    void publicAddressIsPermitted(String address) throws UnknownHostException {
        assertThat(Networks.PUBLIC.permit(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void networksThatAreAllowedArePermittedAndNoOthers() throws UnknownHostException {
        Networks networks = Networks.andThose(List.of("10.1.0.0/16", "127.0.0.1", "fd00:7::/32", "::1"));

        for (String address : List.of("10.1.255.1", "127.0.0.1", "fd00:7:1::1", "::1", "::ffff:10.1.0.1", "8.8.8.8")) {
            assertThat(networks.permit(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
        for (String address : List.of("10.2.0.1", "127.0.0.2", "fd00:8::1", "::2", "192.168.0.1")) {
            assertThat(networks.permit(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void publicAddressOfThisMachineIsRefusedUnlessItIsAllowed() throws UnknownHostException {
        InetAddress own = InetAddress.getByName("8.8.8.8");
        Networks networks = new Networks(List.of(), own::equals);

        assertThat(networks.permit(own)).isFalse();
        assertThat(networks.permit(InetAddress.getByName("64:ff9b::808:808"))).isFalse();
        assertThat(networks.permit(InetAddress.getByName("8.8.4.4"))).isTrue();
        assertThat(new Networks(List.of(Network.of("8.8.8.8")), own::equals).permit(own))
                .isTrue();
    }

    /** The machine itself is asked: every address of it is its own. */
    @Test
    void everyAddressOfThisMachineIsItsOwn() throws SocketException {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();

        assertThat(own).isNotEmpty().allMatch(address -> Networks.PUBLIC.own().test(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "abc",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0/8",
                "10.0.0.256",
                "/8"
            })
    void whatIsNoNetworkIsRefusedAndNoNameLookedUp(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.andThose(List.of(text)))
                .withMessageContaining("`%s` is no network", text);
    }
}
