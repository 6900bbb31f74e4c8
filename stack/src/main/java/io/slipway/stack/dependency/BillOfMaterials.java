// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a CycloneDX file says that we bring along.
 *
 * @param components in the order of their names, each once, none of our own
 */
record BillOfMaterials(List<Component> components) {
    private static final String OURS = "io.slipway";

    BillOfMaterials {
        components = List.copyOf(components);
    }

    static BillOfMaterials read(Path file) throws IOException {
        SortedSet<Component> components = new TreeSet<>();
        for (JsonNode component : new ObjectMapper().readTree(file.toFile()).path("components")) {
            String group = component.path("group").asText();
            if (!group.equals(OURS)) {
                components.add(new Component(
                        group,
                        component.path("name").asText(),
                        component.path("version").asText()));
            }
        }
        if (components.isEmpty()) {
            throw new IOException("Reading `%s`: it has no component; a bill of materials is allowed".formatted(file));
        }
        return new BillOfMaterials(List.copyOf(components));
    }
}
