// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static io.slipway.manifest.ShellText.quoted;
import static java.util.stream.Collectors.joining;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.ShellText;
import io.slipway.runner.guest.CappedOutput;
import io.slipway.runner.guest.GuestPath;
import io.slipway.runner.guest.Matches;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What paths and patterns find in a guest, in one round trip. The guest's bash expands them: an expansion of a variable without quotes is
 * matched against the names of files and is nothing else, and without a field separator it stays in one piece.
 */
final class GuestFind {
    private static final int MOST_BYTES = 4 << 20;

    /** Prints fields ended by NUL, which no name has in it: for each entry five, and for each path to keep two more. */
    private static final String SCRIPT = """
            exec 2>/dev/null
            shopt -s globstar nullglob
            LC_ALL=C.UTF-8 IFS=
            size() { stat -Lc %s -- "$1" || stat -Lf %z -- "$1" || echo 0; }
            most=$1
            shift
            for entry; do
            	literal=true files=0 folders=0 others=0 found=("$entry") kept=()
            	if [[ ! -e $entry && ! -L $entry ]]; then
            		literal=false found=($entry)
            	fi
            	for path in "${found[@]}"; do
            		if [[ -f $path ]]; then
            			files=$((files + 1))
            		elif [[ -d $path ]]; then
            			folders=$((folders + 1))
            			[[ $literal = true || $entry == */ ]] || continue
            		else
            			[[ ! -e $path && ! -L $path ]] || others=$((others + 1))
            			continue
            		fi
            		[[ ${#kept[@]} -gt $most ]] || kept+=("$path")
            	done
            	printf '%s\\0' "$literal" "$files" "$folders" "$others" "${#kept[@]}"
            	for path in "${kept[@]}"; do
            		if [[ -d $path ]]; then
            			printf 'folder\\0%s\\0' "$path"
            		else
            			printf '%s\\0%s\\0' "$(size "$path")" "$path"
            		fi
            	done
            done
            """;

    private final List<String> entries;
    private final byte[] said;
    private int at;

    private GuestFind(List<String> entries, byte[] said) {
        this.entries = entries;
        this.said = said;
    }

    static List<Matches> find(GuestShell shell, List<String> entries, int most) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        CappedOutput out = new CappedOutput(said, MOST_BYTES);
        String words = entries.stream().map(ShellText::quoted).collect(joining(" "));
        int code = shell.run("bash -c %s find %d %s".formatted(quoted(SCRIPT), most, words), null, out);
        if (code != 0 || out.isOver()) {
            throw unclear("bash ended with exit code %d after %d bytes".formatted(code, out.passedOn()));
        }
        return new GuestFind(entries, said.toByteArray()).matches();
    }

    private List<Matches> matches() {
        List<Matches> matches = new ArrayList<>();
        for (String entry : entries) {
            boolean literal = field(entry).equals("true");
            long files = number(entry);
            long folders = number(entry);
            long others = number(entry);
            matches.add(new Matches(literal, paths(entry), files, folders, others));
        }
        return matches;
    }

    private List<GuestPath> paths(String entry) {
        List<GuestPath> paths = new ArrayList<>();
        for (long left = number(entry); left > 0; left--) {
            String size = field(entry);
            String path = withoutSlashes(field(entry));
            paths.add(
                    size.equals("folder")
                            ? new GuestPath(path, true, 0)
                            : new GuestPath(path, false, ofDigits(entry, size)));
        }
        return paths;
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private long number(String entry) {
        return ofDigits(entry, field(entry));
    }

    private static long ofDigits(String entry, String digits) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw unclear("it says `%s` of `%s` where a number is allowed".formatted(digits, entry));
        }
        return Long.parseLong(digits);
    }

    private String field(String entry) {
        int end = at;
        while (end < said.length && said[end] != 0) {
            end++;
        }
        if (end == said.length) {
            throw unclear("it says too little of `%s`".formatted(entry));
        }
        ByteBuffer bytes = ByteBuffer.wrap(said, at, end - at);
        at = end + 1;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    Problem.ARTIFACT_FAILED,
                    "Keeping artifact `%s`: it finds a name that is not UTF-8; give that file another one"
                            .formatted(entry),
                    e);
        }
    }

    private static ProblemException unclear(String found) {
        return new ProblemException(
                Problem.ARTIFACT_FAILED, "Looking for artifacts in the guest: its answer is unclear: " + found);
    }
}
