// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fetches the artifacts of a job and compares what came with the size and SHA-256 that the master keeps. */
final class Downloads {
    private final Api api;
    private final PrintStream out;

    Downloads(Api api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /**
     * Fetches them all, each into a file of its own name.
     *
     * @return whether every one is as the master says
     */
    boolean fetchAll(JsonNode artifacts, Path folder) throws ApiException, InterruptedException, IOException {
        boolean whole = true;
        for (JsonNode artifact : artifacts) {
            Files.createDirectories(folder);
            String name = Path.of(artifact.path("name").asText()).getFileName().toString();
            Path file = folder.resolve(artifact.path("id").asLong() + "-" + name);
            String found = fetch(artifact.path("url").asText(), file);
            boolean right = found.equals(artifact.path("sha256").asText())
                    && Files.size(file) == artifact.path("size").asLong();
            out.println(
                    "──── artifact " + artifact.path("path").asText() + ": " + Files.size(file) + " bytes in " + file);
            out.println("  SHA-256 " + found
                    + (right
                            ? ": as the master says"
                            : ": the master says " + artifact.path("sha256").asText() + ", "
                                    + artifact.path("size").asLong() + " bytes"));
            whole &= right;
        }
        return whole;
    }

    private String fetch(String path, Path file) throws ApiException, InterruptedException, IOException {
        MessageDigest digest = sha256();
        try (InputStream bytes = new DigestInputStream(api.open(path), digest);
                OutputStream kept = Files.newOutputStream(file)) {
            bytes.transferTo(kept);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
