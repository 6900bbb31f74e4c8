// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static io.slipway.manifest.ShellText.quoted;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.CappedOutput;
import io.slipway.runner.guest.GuestPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copying a file or a folder out of a guest. The guest stops at one byte more than is wanted; whatever it sends, no more is written here.
 */
final class GuestFetch {
    /** Of a link to a folder that folder. */
    private static final String PACK =
            "set -o pipefail; unset CDPATH; cd -P -- \"$1\" && tar -C .. -czf - -- \"${PWD##*/}\" 2>/dev/null | head -c \"$2\"";

    private GuestFetch() {}

    static void fetch(GuestShell shell, GuestPath path, long limit, Path to) throws IOException {
        if (path.folder()) {
            pack(shell, path, limit, to);
        } else {
            copy(shell, path, limit, to);
        }
    }

    private static void copy(GuestShell shell, GuestPath file, long limit, Path to) throws IOException {
        if (file.size() > limit) {
            throw tooLarge(file, "it has %d bytes".formatted(file.size()), limit);
        }
        String command = "head -c %d -- %s 2>/dev/null".formatted(file.size() + 1, quoted(plain(file.path())));
        try (CappedOutput out = new CappedOutput(Files.newOutputStream(to), file.size())) {
            int code = shell.run(command, null, out);
            if (code != 0 || out.isOver() || out.passedOn() != file.size()) {
                throw refused(
                        file,
                        "it changed while it was read, or nobody may read it (exit code %d, %s%d of %d bytes)"
                                .formatted(code, out.isOver() ? "more than " : "", out.passedOn(), file.size()));
            }
        }
    }

    private static void pack(GuestShell shell, GuestPath folder, long limit, Path to) throws IOException {
        String command = "bash -c %s pack %s %d".formatted(quoted(PACK), quoted(plain(folder.path())), limit + 1);
        try (CappedOutput out = new CappedOutput(Files.newOutputStream(to), limit)) {
            int code = shell.run(command, null, out);
            if (out.isOver()) {
                throw tooLarge(folder, "packed, it has more", limit);
            }
            if (code != 0) {
                throw refused(
                        folder,
                        "packing it ended with exit code %d: something in it changed meanwhile, or nobody may read it"
                                .formatted(code));
            }
        }
    }

    /** No program takes it for an option. */
    private static String plain(String path) {
        return path.startsWith("-") ? "./" + path : path;
    }

    private static ProblemException tooLarge(GuestPath path, String found, long limit) {
        return new ProblemException(
                Problem.ARTIFACT_TOO_LARGE,
                "Keeping artifact `%s`: %s; at most %d bytes are allowed".formatted(path.shown(), found, limit));
    }

    private static ProblemException refused(GuestPath path, String found) {
        return new ProblemException(
                Problem.ARTIFACT_FAILED, "Keeping artifact `%s`: %s".formatted(path.shown(), found));
    }
}
