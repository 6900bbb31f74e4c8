// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import java.util.Arrays;

/** What nobody but the guest of the owner's job may see: bytes that no log line, no exception and no debugger shows by accident. */
public final class SecretContent {
    private final byte[] bytes;

    public SecretContent(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** In bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretContent content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Never the bytes. */
    @Override
    public String toString() {
        return "content";
    }
}
