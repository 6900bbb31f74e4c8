// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a manifest from YAML and checks it; pure and safe to share between threads.
 *
 * <p>Master and runner use the same parser: the master before it stores a job, the runner on the text that the work order carries.
 * A text that is not YAML gives one error; every other error of the manifest is found in one go.
 */
public final class ManifestParser {
    /** The longest manifest that is taken, in bytes of UTF-8: one less than this many. */
    public static final int LIMIT_BYTES = ManifestText.LIMIT_BYTES;

    private final EmailRules emailRules;
    private final WebhookRules webhookRules;
    private final int mostArtifacts;

    public ManifestParser() {
        this(EmailRules.ANY);
    }

    /** For a master that knows about e-mail. */
    public ManifestParser(EmailRules emailRules) {
        this(emailRules, WebhookRules.ANY, Integer.MAX_VALUE);
    }

    private ManifestParser(EmailRules emailRules, WebhookRules webhookRules, int mostArtifacts) {
        this.emailRules = emailRules;
        this.webhookRules = webhookRules;
        this.mostArtifacts = mostArtifacts;
    }

    /** The same, but it refuses a manifest that names more artifacts, or more reports. */
    public ManifestParser withMostArtifacts(int most) {
        return new ManifestParser(emailRules, webhookRules, most);
    }

    /** The same, but it refuses webhooks to addresses that may not be called. */
    public ManifestParser withWebhooks(WebhookRules rules) {
        return new ManifestParser(emailRules, rules, mostArtifacts);
    }

    /**
     * Reads the text of a manifest.
     *
     * @throws ManifestException with all errors and warnings, when there is at least one error
     */
    public CheckedManifest parse(String text) {
        return read(ManifestText.of(text));
    }

    /**
     * Reads the bytes of a manifest, which must be UTF-8.
     *
     * @throws ManifestException with all errors and warnings, when there is at least one error
     */
    public CheckedManifest parse(byte[] bytes) {
        return read(ManifestText.of(bytes));
    }

    /**
     * The text of a manifest that came as bytes.
     *
     * @throws ManifestException when they are not UTF-8, or too many
     */
    public static String text(byte[] bytes) {
        return ManifestText.of(bytes).value();
    }

    private CheckedManifest read(ManifestText text) {
        Node root = new YamlTree(text).root();
        Findings findings = new Findings(text);
        ManifestPlaces places = new ManifestPlaces(findings);
        ManifestReader.Rules rules = new ManifestReader.Rules(emailRules, webhookRules, mostArtifacts);
        Optional<Manifest> manifest = new ManifestReader(findings, rules, places).read(root);
        List<Finding> found = findings.inOrder();
        if (manifest.isEmpty() || found.stream().anyMatch(Finding::isError)) {
            throw new ManifestException(found);
        }
        return new CheckedManifest(manifest.get(), found, places);
    }
}
