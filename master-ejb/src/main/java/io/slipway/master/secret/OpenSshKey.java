// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A private key in the form that OpenSSH gives it (its {@code PROTOCOL.key}). Looked through here because the library decodes Ed25519 by a
 * provider that it adds to the whole application server.
 *
 * @param cipher {@code none} when it is not locked
 * @param publicKey the public half
 * @param privatePart the rest, locked or not
 */
record OpenSshKey(String cipher, byte[] publicKey, byte[] privatePart) {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_PADDING = 16;

    /** Empty when it is something else, cut, or more than one key. */
    static Optional<OpenSshKey> of(byte[] content) {
        if (!Arrays.equals(MAGIC, Arrays.copyOf(content, MAGIC.length))) {
            return Optional.empty();
        }
        try {
            ByteBuffer fields = ByteBuffer.wrap(content).position(MAGIC.length);
            String cipher = text(fields);
            text(fields);
            bytes(fields);
            if (fields.getInt() != 1) {
                return Optional.empty();
            }
            OpenSshKey key = new OpenSshKey(cipher, bytes(fields), bytes(fields));
            return fields.hasRemaining() ? Optional.empty() : Optional.of(key);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    boolean isLocked() {
        return !cipher.equals("none");
    }

    /** Whether an unlocked key says twice the same of itself: in its two numbers, and with its type before both halves. */
    boolean isWhole() {
        try {
            ByteBuffer fields = ByteBuffer.wrap(privatePart);
            int first = fields.getInt();
            int second = fields.getInt();
            String type = text(fields);
            return first == second && type.equals(text(ByteBuffer.wrap(publicKey))) && endsInPadding(fields);
        } catch (BufferUnderflowException e) {
            return false;
        }
    }

    /** Behind the fields of the key and its comment, of which each type has others, come bytes 1, 2, 3, … to a whole block. */
    private static boolean endsInPadding(ByteBuffer fields) {
        while (fields.remaining() >= Integer.BYTES && !isPadding(fields)) {
            bytes(fields);
        }
        return isPadding(fields);
    }

    private static boolean isPadding(ByteBuffer fields) {
        int count = fields.remaining();
        for (int i = 0; i < count; i++) {
            if (fields.get(fields.position() + i) != i + 1) {
                return false;
            }
        }
        return count < LONGEST_PADDING;
    }

    private static String text(ByteBuffer fields) {
        return new String(bytes(fields), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(ByteBuffer fields) {
        int length = fields.getInt();
        if (length < 0 || length > fields.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        fields.get(bytes);
        return bytes;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "private key in OpenSSH's form";
    }
}
