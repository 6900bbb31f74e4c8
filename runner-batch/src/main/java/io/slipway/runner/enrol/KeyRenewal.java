// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import io.slipway.envelope.PublicKeys;

/** How the keys of a runner that runs come to be others. */
public interface KeyRenewal {
    /** For a runner whose keys stay. */
    KeyRenewal NONE = new KeyRenewal() {
        @Override
        public void renew() {
            // They stay.
        }

        @Override
        public void renewed(String fingerprint) {
            // They stay.
        }

        @Override
        public void tend(Offer offer) {
            // They stay.
        }
    };

    /** Makes new keys, unless there are some that the master has not taken yet: it asks for them. */
    void renew();

    /** The master has taken keys. @param fingerprint theirs */
    void renewed(String fingerprint);

    /** Makes new keys when it is time, and offers those that the master has not taken yet; called now and then. */
    void tend(Offer offer);

    /** Tells the master of new keys. */
    @FunctionalInterface
    interface Offer {
        /**
         * @param signature of both, with the keys that the runner has
         * @param proof of both, with the new ones
         */
        void keys(PublicKeys keys, String signature, String proof);
    }
}
