// SPDX-License-Identifier: Apache-2.0
package io.slipway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The bill of materials that the build has written. */
final class Bill {
    private static final Path FILE = Path.of("../target/bom.json");
    private static final String OURS = "io.slipway";

    private final JsonNode bill;

    private Bill(JsonNode bill) {
        this.bill = bill;
    }

    static Bill read() throws IOException {
        assertThat(FILE)
                .as("made by `./slipway build`, or `mvn package` without `-o`")
                .exists();
        return new Bill(new ObjectMapper().readTree(Files.readString(FILE)));
    }

    String format() {
        return bill.path("bomFormat").asText();
    }

    /** What is in it beside our own, as {@code group:artifact}. */
    Set<String> names() {
        return versions().keySet();
    }

    /** The version of each, by its name. */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode component : foreign()) {
            versions.put(name(component), component.path("version").asText());
        }
        return versions;
    }

    private static String name(JsonNode component) {
        return "%s:%s"
                .formatted(
                        component.path("group").asText(), component.path("name").asText());
    }

    /** The SHA-256 of every file in it. */
    Set<String> digests() {
        Set<String> digests = new HashSet<>();
        for (JsonNode component : foreign()) {
            for (JsonNode hash : component.path("hashes")) {
                if (hash.path("alg").asText().equals("SHA-256")) {
                    digests.add(hash.path("content").asText());
                }
            }
        }
        return digests;
    }

    /** Those that say nothing of their licence. */
    Set<String> unlicensed() {
        Set<String> names = new TreeSet<>();
        for (JsonNode component : foreign()) {
            if (component.path("licenses").isEmpty()) {
                names.add(component.path("purl").asText());
            }
        }
        return names;
    }

    private List<JsonNode> foreign() {
        List<JsonNode> foreign = new ArrayList<>();
        for (JsonNode component : bill.path("components")) {
            if (!component.path("group").asText().equals(OURS)) {
                foreign.add(component);
            }
        }
        return foreign;
    }
}
