// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.ShellText;
import io.slipway.runner.guest.HomeSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copying one file out of a guest. */
final class GuestFetch {
    private GuestFetch() {}

    static void fetch(SshConnection connection, HomeSettings home, String path, long limit, Path to)
            throws IOException {
        String in = "cd %s && ".formatted(ShellText.quoted(home.folder()));
        String file = ShellText.quoted(path.startsWith("-") ? "./" + path : path);
        long size = size(connection, in, file, path);
        if (size > limit) {
            throw refused(path, "it has %d bytes; at most %d are kept".formatted(size, limit));
        }
        int code;
        try (OutputStream out = Files.newOutputStream(to)) {
            code = connection.run(in + "cat " + file, false, null, out);
        }
        if (code != 0 || Files.size(to) != size) {
            throw refused(
                    path,
                    "it changed while it was read (exit code %d, %d of %d bytes)"
                            .formatted(code, Files.size(to), size));
        }
    }

    private static long size(SshConnection connection, String in, String file, String path) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = connection.run(in + "stat -Lc '%s %F' " + file + " 2>/dev/null", false, null, said);
        String answer = said.toString(StandardCharsets.UTF_8).strip();
        if (code != 0) {
            throw refused(
                    path,
                    path.startsWith("~")
                            ? "there is no such file. You probably need to remove ~/ from the artifact path."
                            : "there is no such file; paths begin at the home folder unless they begin with `/`");
        }
        String[] parts = answer.split(" ", 2);
        if (!parts[1].contains("regular")) {
            throw refused(path, "it is a %s; only files are kept".formatted(parts[1]));
        }
        return Long.parseLong(parts[0]);
    }

    private static ProblemException refused(String path, String found) {
        return new ProblemException(Problem.ARTIFACT_FAILED, "Keeping artifact `%s`: %s".formatted(path, found));
    }
}
