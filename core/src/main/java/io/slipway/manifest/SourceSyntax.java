// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.manifest.Source.Scm;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a source is written: {@code [directory::][scm+]address[#ref]}.
 *
 * <p>Without a directory the last element of the address is taken, for git without {@code .git}.
 */
final class SourceSyntax {
    private static final Pattern SCHEME = Pattern.compile("(?:([A-Za-z0-9.-]*)\\+)?[A-Za-z][A-Za-z0-9.-]*://");

    private SourceSyntax() {}

    /** @throws IllegalArgumentException with what was found and what is allowed */
    static Source parse(String text) {
        int hash = text.indexOf('#');
        String ref = hash < 0 ? "" : text.substring(hash + 1);
        if (hash >= 0) {
            checkRef(ref);
        }
        String place = hash < 0 ? text : text.substring(0, hash);
        int colons = directoryEnd(place);
        String directory = colons < 0 ? "" : place.substring(0, colons);
        String address = colons < 0 ? place : place.substring(colons + 2);
        Matcher scheme = SCHEME.matcher(address);
        Scm scm = Scm.GIT;
        if (scheme.lookingAt() && scheme.group(1) != null) {
            scm = scmOf(scheme.group(1));
            address = address.substring(scheme.end(1) + 1);
        }
        checkAddress(address);
        if (directory.isEmpty()) {
            directory = lastElement(address, scm);
        }
        checkDirectory(directory);
        return new Source(scm, address, directory, ref);
    }

    /** Where {@code ::} parts a directory from the address; -1 when it is part of an address such as {@code https://[::1]/}. */
    private static int directoryEnd(String place) {
        int colons = place.indexOf("::");
        boolean inAddress = colons >= 0
                && (place.substring(0, colons).contains("://")
                        || place.substring(0, colons).contains("["));
        return inAddress ? -1 : colons;
    }

    private static Scm scmOf(String word) {
        return switch (word) {
            case "git" -> Scm.GIT;
            case "hg" -> Scm.HG;
            default ->
                throw new IllegalArgumentException(
                        "Unknown scm: %s; `git` and `hg` are allowed".formatted(Shown.value(word)));
        };
    }

    private static void checkRef(String ref) {
        if (ref.isEmpty()
                || ref.startsWith("-")
                || ref.contains("#")
                || ref.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "%s is no revision; one `#` with a branch, tag or commit behind it is allowed"
                            .formatted(Shown.value(ref)));
        }
    }

    private static void checkAddress(String address) {
        if (address.isEmpty() || address.startsWith("-")) {
            throw new IllegalArgumentException("the address of a repository is needed");
        }
    }

    private static String lastElement(String address, Scm scm) {
        Matcher scheme = SCHEME.matcher(address);
        String path = address;
        if (scheme.lookingAt()) {
            int slash = address.indexOf('/', scheme.end());
            path = slash < 0 ? "" : address.substring(slash);
        } else if (path.indexOf('/') < 0) {
            path = path.substring(path.lastIndexOf(':') + 1);
        }
        String last = PathText.lastElement(path);
        return scm == Scm.GIT && last.endsWith(".git") ? last.substring(0, last.length() - ".git".length()) : last;
    }

    private static void checkDirectory(String directory) {
        boolean leaves = directory.startsWith("/")
                || directory.startsWith("~")
                || directory.startsWith("-")
                || Arrays.stream(directory.split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (leaves) {
            throw new IllegalArgumentException(
                    "its folder would be %s; a folder below the home folder is allowed, written `folder::address`"
                            .formatted(Shown.value(directory)));
        }
    }
}
