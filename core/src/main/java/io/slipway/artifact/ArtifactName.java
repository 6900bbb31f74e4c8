// SPDX-License-Identifier: Apache-2.0
package io.slipway.artifact;

import java.nio.charset.StandardCharsets;

/** The file name under which an artifact is kept and downloaded: it stays in its folder on every disk. */
public record ArtifactName(String value) {
    /** Stands for what no file name may have. */
    private static final char INSTEAD = '_';

    private static final int LONGEST_BYTES = 255;

    public ArtifactName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("artifact name `%s`".formatted(value));
        }
    }

    /** Not empty, `.` or `..`, without slashes of either kind and control characters, and at most 255 bytes of UTF-8. */
    public static boolean isLegal(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.codePoints().noneMatch(ArtifactName::isForeign)
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    }

    /** The name of a file of a guest. @param path of the guest, without a slash at its end */
    public static ArtifactName ofFile(String path) {
        return ofStem(path, "");
    }

    /** The name of a folder of a guest when it is packed. @param path of the guest, without a slash at its end */
    public static ArtifactName ofFolder(String path) {
        return ofStem(path, ".tar.gz");
    }

    private static ArtifactName ofStem(String path, String ending) {
        StringBuilder stem = new StringBuilder();
        path.substring(path.lastIndexOf('/') + 1)
                .codePoints()
                .map(c -> isForeign(c) ? INSTEAD : c)
                .forEach(stem::appendCodePoint);
        while (bytes(stem, ending) > LONGEST_BYTES) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        String name = stem + ending;
        return new ArtifactName(isLegal(name) ? name : INSTEAD + name.replace('.', INSTEAD));
    }

    private static int bytes(StringBuilder stem, String ending) {
        return (stem + ending).getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isForeign(int c) {
        return c == '/' || c == '\\' || Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF;
    }

    @Override
    public String toString() {
        return value;
    }
}
