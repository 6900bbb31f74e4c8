// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static io.slipway.manifest.ShellText.quoted;
import static java.util.stream.Collectors.joining;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.ShellText;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.guest.CachedFolders.Packed;
import io.slipway.runner.guest.CappedOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Packing and unpacking caches. Both happen in the guest: nothing outside of one ever reads what is in an archive.
 *
 * <p>A cache that was unpacked has a mark beside the tasks: what is newer than it has changed.
 */
final class GuestCache {
    private static final int NOTHING_THERE = 3;
    private static final int UNCHANGED = 4;
    private static final int ZSTD_MAGIC = 0x28;

    /** Arguments: the most bytes, the mark, the paths. */
    private static final String PACK = """
            exec 2>/dev/null
            set -o pipefail
            most=$1 mark=$2
            shift 2
            there=()
            for path; do
            	if [[ -e $path || -L $path ]]; then there+=("./$path"); fi
            done
            [[ ${#there[@]} -gt 0 ]] || exit %d
            if [[ -f $mark && $(<"$mark") = "$*" && -z $(find "${there[@]}" -newer "$mark" -print -quit) ]]; then exit %d; fi
            packer=(gzip -1)
            if command -v zstd >/dev/null; then packer=(zstd -q -3); fi
            tar -cf - -- "${there[@]}" | "${packer[@]}" | head -c "$most"
            """.formatted(NOTHING_THERE, UNCHANGED);

    /** Arguments: the program that unpacks, the mark, the paths. */
    private static final String UNPACK = """
            exec 2>/dev/null
            set -eo pipefail
            packer=$1 mark=$2
            shift 2
            "$packer" -dcq | tar -xpf -
            mkdir -p "${mark%/*}"
            printf '%s' "$*" >"$mark"
            """;

    private GuestCache() {}

    static Packed pack(GuestShell shell, CachedFolders cache, long limit, Path to) throws IOException {
        String command = "bash -c %s pack %d %s".formatted(quoted(PACK), limit + 1, words(cache));
        try (CappedOutput out = new CappedOutput(Files.newOutputStream(to), limit)) {
            int code = shell.run(command, null, out);
            if (out.isOver()) {
                throw new ProblemException(
                        Problem.CACHE_TOO_LARGE,
                        "Packing cache `%s`: it has more than the %d bytes that are allowed"
                                .formatted(cache.name(), limit));
            }
            return switch (code) {
                case 0 -> Packed.WHOLE;
                case NOTHING_THERE -> Packed.NOTHING_THERE;
                case UNCHANGED -> Packed.UNCHANGED;
                default -> throw failed("Packing", cache, code);
            };
        }
    }

    static void unpack(GuestShell shell, CachedFolders cache, Path archive) throws IOException {
        String packer = beginsWithZstd(archive) ? "zstd" : "gzip";
        String command = "bash -c %s unpack %s %s".formatted(quoted(UNPACK), packer, words(cache));
        try (InputStream in = Files.newInputStream(archive)) {
            int code = shell.run(command, in, OutputStream.nullOutputStream());
            if (code != 0) {
                throw failed("Unpacking", cache, code);
            }
        }
    }

    private static boolean beginsWithZstd(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return in.read() == ZSTD_MAGIC;
        }
    }

    private static String words(CachedFolders cache) {
        String paths = cache.paths().stream().map(ShellText::quoted).collect(joining(" "));
        return "%s %s".formatted(quoted(".tasks/.cache-" + cache.name()), paths);
    }

    private static ProblemException failed(String doing, CachedFolders cache, int code) {
        return new ProblemException(
                Problem.CACHE_FAILED, "%s cache `%s` ended with exit code %d".formatted(doing, cache.name(), code));
    }
}
