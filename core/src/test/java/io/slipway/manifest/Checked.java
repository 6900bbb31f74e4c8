// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** Shorthand of the manifest tests. */
final class Checked {
    static final String HEAD = "image: debian/bookworm\n";
    static final String TASKS = "tasks:\n- build: make\n";

    private Checked() {}

    /** A manifest with these keys beside an image and a task. */
    static Manifest with(String keys) {
        return manifest(HEAD + TASKS + keys);
    }

    static Manifest manifest(String yaml) {
        return new ManifestParser().parse(yaml).manifest();
    }

    /** The errors of a manifest with these keys beside an image and a task; keys begin in line 4. */
    static List<Finding> errorsWith(String keys) {
        return errors(HEAD + TASKS + keys);
    }

    static List<Finding> errors(String yaml) {
        return findings(yaml).stream().filter(Finding::isError).toList();
    }

    static List<Finding> findings(String yaml) {
        ManifestException refusal =
                catchThrowableOfType(ManifestException.class, () -> new ManifestParser().parse(yaml));
        assertThat(refusal).as("refusal of %s", yaml).isNotNull();
        return refusal.findings();
    }

    /** The one error of a manifest with these keys beside an image and a task. */
    static Finding errorWith(String keys) {
        List<Finding> errors = errorsWith(keys);
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    static Finding error(String yaml) {
        List<Finding> errors = errors(yaml);
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    /** {@code line:column path}. */
    static String place(Finding finding) {
        return "%d:%d %s".formatted(finding.line(), finding.column(), finding.path());
    }
}
