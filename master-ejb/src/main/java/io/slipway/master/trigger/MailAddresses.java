// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Address lists of RFC 5322, read by the library that sends the mails. */
final class MailAddresses {
    private static final int MOST = 100;

    private MailAddresses() {}

    /** @throws AddressException when it is no such list; what {@link #fault} has taken is one */
    static InternetAddress[] parse(String list) throws AddressException {
        InternetAddress[] addresses = InternetAddress.parse(list, true);
        for (InternetAddress address : addresses) {
            address.validate();
            encode(address);
        }
        return addresses;
    }

    /** A header holds ASCII alone: other letters of a name are encoded. */
    private static void encode(InternetAddress address) {
        try {
            address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 belongs to every Java", e);
        }
    }

    /** What keeps a text from being such a list, as a part of a sentence; empty when it is one. */
    static Optional<String> fault(String list) {
        try {
            InternetAddress[] addresses = parse(list);
            for (InternetAddress address : addresses) {
                Optional<String> fault = fault(address);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return addresses.length == 0 || addresses.length > MOST
                    ? Optional.of("there are %d of them; 1 to %d are allowed".formatted(addresses.length, MOST))
                    : Optional.empty();
        } catch (AddressException e) {
            return Optional.of(e.getRef() == null ? e.getMessage() : "`%s`: %s".formatted(e.getRef(), e.getMessage()));
        }
    }

    private static Optional<String> fault(InternetAddress address) {
        if (address.isGroup()) {
            return Optional.of("`%s` is a group; write its addresses".formatted(address.getAddress()));
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(address.getAddress())) {
            return Optional.of("`%s` has other letters than those of ASCII, which not every mail server takes"
                    .formatted(address.getAddress()));
        }
        return Optional.empty();
    }
}
