// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.object;

import io.slipway.master.store.StoredObject;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where artifacts are kept when they are not in the master's folder.
 *
 * <p>Whatever asks the store throws OBJECTS_AWAY when it does not answer after some tries, or refuses; nothing is changed then. Safe for many
 * threads; no call belongs into a transaction.
 */
public interface ObjectStore extends AutoCloseable {

    /** Where new objects are put. */
    String bucket();

    /** The key of a new object. @param path what tells it apart, without slash at its beginning */
    String key(String path);

    /** Looks that objects can be put into the bucket; makes it when it is not there. Asks the store the first time only. */
    void prepare();

    /** Where exactly these bytes may be put, for a short time. @param md5 of the bytes, in Base64 */
    PutAddress putAddress(StoredObject object, String md5);

    /** Where an object can be got, for a short time. @param disposition what a browser is told to do with it */
    URI getAddress(StoredObject object, String disposition);

    /** How many bytes an object has; empty when it is not there. */
    OptionalLong size(StoredObject object);

    InputStream open(StoredObject object);

    /** Removes an object; one that is not there is no matter. */
    void remove(StoredObject object);

    @Override
    void close();

    /**
     * An address with the right to put one object there.
     *
     * @param headers that must be sent with it, besides those that every request has
     */
    record PutAddress(URI address, Map<String, String> headers) {
        public PutAddress {
            headers = Map.copyOf(headers);
        }

        /** Leaves the right out. */
        @Override
        public String toString() {
            return "an address at " + address.getHost();
        }
    }
}
