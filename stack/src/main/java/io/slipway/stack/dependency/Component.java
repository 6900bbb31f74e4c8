// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A jar that we bring along, by its coordinates; its classifier is left out, because all of a version are released at once. */
record Component(String group, String artifact, String version) implements Comparable<Component> {
    Component {
        requireNonNull(group, "group");
        requireNonNull(artifact, "artifact");
        requireNonNull(version, "version");
    }

    /** As the table calls it, whatever its version. */
    String name() {
        return group + ":" + artifact;
    }

    /** Where Maven keeps all of its versions. */
    Path folder(Path repository) {
        return repository.resolve(group.replace('.', '/')).resolve(artifact);
    }

    @Override
    public int compareTo(Component other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name() + ":" + version;
    }
}
