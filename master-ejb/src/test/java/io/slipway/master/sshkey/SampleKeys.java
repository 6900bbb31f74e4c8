// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Public keys for tests, as lines of {@code .pub} files. */
public final class SampleKeys {
    /** What {@code ssh-keygen} wrote. */
    public static final String ANN =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILNG1SOrFQtor6doS8jzom+6Kj/ZFJQWnTAdHDXER8U7 ann@laptop";

    /** What {@code ssh-keygen -l} says of it. */
    public static final String ANN_FINGERPRINT = "SHA256:fWw7yhOg8TedETHWpDo8JIHaqXDVNkMjZBfsdg0Dnz8";

    private SampleKeys() {}

    /** Another key for each number, without a comment. */
    public static String ed25519(int number) {
        byte[] point = new byte[32];
        Arrays.fill(point, (byte) number);
        return "ssh-ed25519 " + base64("ssh-ed25519", point);
    }

    /** How a key stands behind its type. */
    static String base64(String type, byte[]... parts) {
        ByteBuffer key = ByteBuffer.allocate(4_096);
        put(key, type.getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) {
            put(key, part);
        }
        return Base64.getEncoder().encodeToString(Arrays.copyOf(key.array(), key.position()));
    }

    private static void put(ByteBuffer key, byte[] part) {
        key.putInt(part.length).put(part);
    }
}
