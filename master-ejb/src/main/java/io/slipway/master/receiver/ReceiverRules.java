// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import io.slipway.manifest.WebhookRules;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be said of a receiver without looking its name up: whether its address, where one is written, may be called. Others are looked
 * at when they are called, and that is what counts.
 */
public final class ReceiverRules implements WebhookRules {
    private static final String NUMBER = "(0|[1-9][0-9]{0,2})";
    private static final Pattern ADDRESS_4 = Pattern.compile(NUMBER + "(\\." + NUMBER + "){3}");
    /** What programs take for an address of IPv4 whose last part is a number, in this or in that spelling. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)");

    private static final Pattern ADDRESS_6 = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
    private static final Pattern LOOPBACK = Pattern.compile("(.*\\.)?localhost");
    private static final List<String> LOOPBACKS = List.of("127.0.0.1", "::1");

    private final Networks networks;

    public ReceiverRules(Networks networks) {
        this.networks = networks;
    }

    @Override
    public Optional<String> fault(String url) {
        String host = URI.create(url).getHost().toLowerCase(Locale.ROOT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.startsWith("[") ? !ADDRESS_6.matcher(name).matches() : isOddNumber(name)) {
            return Optional.of(
                    "host `%s` is no address as it is written; four numbers from 0 to 255 are allowed, without zeros before them,"
                                    .formatted(host)
                            + " or one of IPv6 between `[` and `]`, without a zone");
        }
        List<String> addresses = LOOPBACK.matcher(name).matches()
                ? LOOPBACKS
                : isAddress(name) ? List.of(name.replaceAll("[\\[\\]]", "")) : List.of();
        return addresses.isEmpty() || addresses.stream().anyMatch(this::permit)
                ? Optional.empty()
                : Optional.of(ForbiddenAddressException.SENTENCE);
    }

    private static boolean isOddNumber(String name) {
        return NUMERIC.matcher(name).matches() && !isAddress(name);
    }

    private static boolean isAddress(String name) {
        return name.startsWith("[") || ADDRESS_4.matcher(name).matches() && isParsed(name);
    }

    private static boolean isParsed(String address) {
        for (String number : address.split("\\.")) {
            if (Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Of an address that is written in numbers, which nobody is asked for. */
    private boolean permit(String address) {
        try {
            return networks.permit(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
