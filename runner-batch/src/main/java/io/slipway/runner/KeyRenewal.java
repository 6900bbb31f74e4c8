// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.runner.enrol.CurrentIdentity;
import io.slipway.runner.enrol.CurrentIdentity.Offer;

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

    /** The master asks for new keys. */
    void renew();

    /** The master has taken keys. */
    void renewed(String fingerprint);

    /** Called now and then. */
    void tend(Offer offer);

    /** That of an identity. */
    static KeyRenewal of(CurrentIdentity identity) {
        return new KeyRenewal() {
            @Override
            public void renew() {
                identity.renew();
            }

            @Override
            public void renewed(String fingerprint) {
                identity.renewed(fingerprint);
            }

            @Override
            public void tend(Offer offer) {
                identity.tend(offer);
            }
        };
    }
}
