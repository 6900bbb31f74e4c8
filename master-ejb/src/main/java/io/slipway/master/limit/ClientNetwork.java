// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The network that somebody comes from, as far as one customer has it for himself: one address of IPv4, or the 64 bits of IPv6 below which
 * everybody has addresses without number.
 *
 * @param text as people read it
 */
public record ClientNetwork(String text) {
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(?:%1$s\\.){3}%1$s".formatted(BYTE));
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}(?:%[0-9A-Za-z._-]{1,32})?");
    private static final int NETWORK_BYTES = 8;
    private static final int IPV6_BYTES = 16;

    /** The network of an address that a socket has. */
    public static ClientNetwork of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return new ClientNetwork(address.getHostAddress());
        }
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), IPV6_BYTES);
        try {
            return new ClientNetwork(InetAddress.getByAddress(bytes).getHostAddress() + "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    /** The address of a text; empty for anything else. Never asks for a name. */
    static Optional<InetAddress> address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!IPV4.matcher(bare).matches() && !IPV6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
