// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which addresses may be called: public ones that are not this machine's own, and those of some networks besides.
 *
 * @param allowed networks that may be called whatever they are
 * @param own whether an address is one of this machine
 */
public record Networks(List<Network> allowed, Predicate<InetAddress> own) {
    private static final System.Logger LOG = System.getLogger(Networks.class.getName());

    /** Public addresses alone. */
    public static final Networks PUBLIC = andThose(List.of());

    /** Of IPv4, what is nobody's on the Internet: the registry of special addresses of IANA, multicast and what is reserved. */
    private static final List<Network> SPECIAL_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Of IPv6, all that is given out as somebody's own; loopback, link-local, unique local, multicast and mapped ones are not of it. */
    private static final Network GLOBAL_6 = Network.of("2000::/3");

    /** What of those is special all the same: protocols (Teredo among them), documentation, and 6to4, which holds whatever address of IPv4. */
    private static final List<Network> SPECIAL_6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** Addresses of IPv4 behind a translator, as the last four bytes. */
    private static final Network TRANSLATED = Network.of("64:ff9b::/96");

    private static final int LENGTH_4 = 4;
    private static final int LENGTH_6 = 16;

    public Networks {
        allowed = List.copyOf(allowed);
    }

    /**
     * Public addresses, and some networks.
     *
     * @param texts {@code 10.1.0.0/16}, {@code fd00::/8}, or one address
     * @throws IllegalArgumentException when one is no network
     */
    public static Networks andThose(List<String> texts) {
        return new Networks(texts.stream().map(Network::of).toList(), Networks::isOwn);
    }

    /** Whether an address may be called. */
    boolean permit(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (isAllowed(bytes)) {
            return true;
        }
        if (TRANSLATED.holds(bytes)) {
            return permit(behind(bytes));
        }
        return isPublic(bytes) && !own.test(address);
    }

    private boolean isAllowed(byte[] address) {
        return allowed.stream().anyMatch(network -> network.holds(address));
    }

    private boolean isPublic(byte[] address) {
        if (address.length == LENGTH_4) {
            return SPECIAL_4.stream().noneMatch(network -> network.holds(address));
        }
        return GLOBAL_6.holds(address) && SPECIAL_6.stream().noneMatch(network -> network.holds(address));
    }

    private static InetAddress behind(byte[] translated) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(translated, LENGTH_6 - LENGTH_4, LENGTH_6));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Asked anew each time: addresses come and go. */
    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Asking for the addresses of this machine; none is called meanwhile",
                    e);
            return true;
        }
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }
}
