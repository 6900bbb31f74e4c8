// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Where the next page of a list begins, sealed: clients can neither read nor make one, and one is good only for the list and the user it
 * was given for.
 */
public final class Cursors {
    private static final String ARGUMENT = "cursor";
    private static final int LONGEST = 100;

    private final Supplier<byte[]> key;

    /** @param key 256 bits, asked for at every use */
    public Cursors(Supplier<byte[]> key) {
        this.key = key;
    }

    /**
     * @param list what the cursor is for
     * @param next 0 when there is no next page
     * @return null when there is no next page
     */
    String seal(Caller caller, String list, long next) {
        if (next == 0) {
            return null;
        }
        try {
            byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(next).array();
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(aead().encrypt(number, purpose(caller, list)));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Sealing a cursor: " + e.getMessage(), e);
        }
    }

    /** @param cursor null for the first page, which begins at 0 */
    long open(Caller caller, String list, String cursor) {
        if (cursor == null) {
            return 0;
        }
        try {
            if (cursor.length() <= LONGEST) {
                byte[] number = aead().decrypt(Base64.getUrlDecoder().decode(cursor), purpose(caller, list));
                return ByteBuffer.wrap(number).getLong();
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new FieldException(ARGUMENT, refusal(), e);
        }
        throw new FieldException(ARGUMENT, refusal());
    }

    private Aead aead() throws GeneralSecurityException {
        return new AesGcmJce(key.get());
    }

    private static byte[] purpose(Caller caller, String list) {
        return (caller.userId() + " " + list).getBytes(StandardCharsets.UTF_8);
    }

    private static String refusal() {
        return "Reading argument `cursor`: it is none that was given to you for this list; leave it out for the first page";
    }
}
