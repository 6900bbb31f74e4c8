// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Where the bytes of an artifact can be had. */
public sealed interface ArtifactPlace {

    /** What somebody does with it. */
    interface Visitor<T> {
        T file(Path file) throws IOException;

        T address(URI address);
    }

    <T> T visit(Visitor<T> visitor) throws IOException;

    /** A file of the master's folder, readable until the artifact is removed. */
    record InFolder(Path file) implements ArtifactPlace {
        @Override
        public <T> T visit(Visitor<T> visitor) throws IOException {
            return visitor.file(file);
        }
    }

    /** An address of the object store, which is good for a short time and for everybody who knows it. */
    record InStore(URI address) implements ArtifactPlace {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.address(address);
        }

        /** Leaves out what makes it good. */
        @Override
        public String toString() {
            return "an address at " + address.getHost();
        }
    }
}
