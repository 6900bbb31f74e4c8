// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.secret.SecretContent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A secret PGP key as a person hands it in: what {@code gpg --export-secret-keys} writes, armored or not. */
final class PgpSecretKey {
    private static final String LABEL = "PGP PRIVATE KEY BLOCK";
    /** Tag of the packet that a secret key begins with (RFC 4880, 4.3). */
    private static final int SECRET_KEY = 5;

    private static final int OLD_LENGTH_OPEN = 3;
    private static final int ONE_OCTET = 192;
    private static final int TWO_OCTETS = 224;
    private static final int FIVE_OCTETS = 255;

    private PgpSecretKey() {}

    /** @throws ProblemException SECRET_NO_KEY when there is no secret key in it, or something else */
    static SecretContent checked(SecretContent content) {
        byte[] packets = unarmored(content).orElseGet(content::bytes);
        if (!isSecretKey(packets)) {
            throw new ProblemException(
                    Problem.SECRET_NO_KEY,
                    "Reading a secret PGP key: there is none, or something else; what `gpg --armor --export-secret-keys` writes is allowed");
        }
        return content;
    }

    private static Optional<byte[]> unarmored(SecretContent content) {
        String text = new String(content.bytes(), StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .strip()
                + "\n";
        return ArmoredText.of(text).filter(armor -> armor.label().equals(LABEL)).map(ArmoredText::content);
    }

    /** Whether there is nothing but whole packets, of which the first begins a secret key. */
    private static boolean isSecretKey(byte[] bytes) {
        ByteBuffer packets = ByteBuffer.wrap(bytes);
        boolean first = true;
        try {
            while (packets.hasRemaining()) {
                int tag = skipPacket(packets);
                if (first && tag != SECRET_KEY) {
                    return false;
                }
                first = false;
            }
            return !first;
        } catch (BufferUnderflowException e) {
            return false;
        }
    }

    /** @return its tag; -1 for what is no packet */
    private static int skipPacket(ByteBuffer packets) {
        int head = octet(packets);
        boolean isNew = (head & 0x40) != 0;
        if ((head & 0x80) == 0) {
            throw new BufferUnderflowException();
        }
        int length = isNew ? newLength(packets) : oldLength(head & OLD_LENGTH_OPEN, packets);
        if (length < 0 || length > packets.remaining()) {
            throw new BufferUnderflowException();
        }
        packets.position(packets.position() + length);
        return isNew ? head & 0x3f : (head & 0x3c) >> 2;
    }

    private static int newLength(ByteBuffer packets) {
        int length = octet(packets);
        if (length < ONE_OCTET) {
            return length;
        }
        if (length < TWO_OCTETS) {
            return ((length - ONE_OCTET) << 8) + octet(packets) + ONE_OCTET;
        }
        // Keys do not come in parts.
        return length == FIVE_OCTETS ? packets.getInt() : -1;
    }

    private static int oldLength(int kind, ByteBuffer packets) {
        return switch (kind) {
            case 0 -> octet(packets);
            case 1 -> packets.getShort() & 0xffff;
            case 2 -> packets.getInt();
            default -> -1;
        };
    }

    private static int octet(ByteBuffer packets) {
        return packets.get() & 0xff;
    }
}
