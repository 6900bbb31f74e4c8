// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.trigger.Trigger;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Reads triggers that stand outside of a manifest, in the form and with the limits that they have in one. Safe for many threads. */
public final class TriggerParser {
    private static final String KEY = "triggers";

    private final EmailRules emailRules;
    private final WebhookRules webhookRules;

    public TriggerParser(EmailRules emailRules, WebhookRules webhookRules) {
        this.emailRules = emailRules;
        this.webhookRules = webhookRules;
    }

    /**
     * Reads a list of triggers.
     *
     * @param list JSON, which is YAML too, in one line
     * @throws ManifestException with all errors and warnings, when there is at least one error; lines and columns mean nothing in it
     */
    public CheckedTriggers parse(String list) {
        ManifestText text = ManifestText.of(list);
        Node root = new YamlTree(text).root();
        Findings findings = new Findings(text);
        List<Trigger> triggers = new TriggerReader(emailRules, webhookRules).read(new Value(root, KEY, findings));
        List<Finding> found = findings.inOrder();
        if (found.stream().anyMatch(Finding::isError)) {
            throw new ManifestException(found);
        }
        return new CheckedTriggers(triggers, found);
    }
}
