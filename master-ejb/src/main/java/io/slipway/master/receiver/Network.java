// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits.
 *
 * @param first one of them, 4 or 16 bytes
 * @param bits how many count
 */
record Network(byte[] first, int bits) {
    private static final Pattern ADDRESS_4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern ADDRESS_6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    /** @throws IllegalArgumentException when it is none */
    static Network of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] first = address(address, text);
        if (slash < 0) {
            return new Network(first, first.length * Byte.SIZE);
        }
        String bits = text.substring(slash + 1);
        if (!BITS.matcher(bits).matches() || Integer.parseInt(bits) > first.length * Byte.SIZE) {
            throw illegal(text);
        }
        return new Network(first, Integer.parseInt(bits));
    }

    /** Names are not looked up. */
    private static byte[] address(String address, String text) {
        if (!ADDRESS_4.matcher(address).matches() && !ADDRESS_6.matcher(address).matches()) {
            throw illegal(text);
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(illegal(text).getMessage(), e);
        }
    }

    private static IllegalArgumentException illegal(String text) {
        return new IllegalArgumentException(
                "`%s` is no network: `10.1.0.0/16`, `fd00::/8` or one address is allowed".formatted(text));
    }

    boolean holds(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 1 << Byte.SIZE - 1 - bit % Byte.SIZE;
            if (((address[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
