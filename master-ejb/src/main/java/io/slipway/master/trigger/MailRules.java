// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.manifest.EmailRules;
import java.util.Optional;

/** What the master knows of e-mail when it reads a manifest. */
public final class MailRules implements EmailRules {
    private final MailSettings settings;

    public MailRules(MailSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<String> fault(String addresses) {
        return MailAddresses.fault(addresses);
    }

    @Override
    public boolean sends() {
        return settings.isConfigured();
    }
}
