// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file {@code ~/.buildenv} that every task of a job begins with: the functions {@code complete-build} and {@code acurl}, the variables, and
 * the job's token, which stands in a file of its own because an attempt that goes on in the guest of another one has another token.
 *
 * @param environment the manifest's variables
 * @param order the variables that the master sets; they win over the manifest's of the same name
 */
public record BuildEnvironment(Map<String, EnvironmentValue> environment, Map<String, String> order) {
    /** The file, relative to the home folder, that holds {@code 1} after a task has called {@code complete-build}. */
    public static final String COMPLETE_FILE = ".complete-build";

    /** The file, relative to the home folder, that holds the job's token, when the job has one. */
    public static final String TOKEN_FILE = ".oauth2-token";

    /** {@code acurl} is curl with the token, which it shows neither in the log nor among curl's arguments. */
    private static final String FUNCTIONS = """
            complete-build() {
            	echo 1 >~/%s
            	exit 0
            }
            acurl() {
            	{ local -; set +x; } 2>/dev/null
            	curl --config <(printf 'oauth2-bearer = "%%s"\\n' "$OAUTH2_TOKEN") "$@"
            }
            """.formatted(COMPLETE_FILE);

    private static final String TOKEN = """
            if [ -r ~/%1$s ]; then
            	export OAUTH2_TOKEN="$(<~/%1$s)"
            fi
            """.formatted(TOKEN_FILE);

    /**
     * The text of the file, for bash: scalars are exported; lists are arrays, which no shell exports.
     *
     * <p>Every value arrives as the manifest has it: nothing in it is expanded.
     */
    public String render() {
        StringBuilder text = new StringBuilder(FUNCTIONS);
        environment.forEach((name, value) -> {
            if (!order.containsKey(name)) {
                text.append(line(name, value)).append('\n');
            }
        });
        order.forEach((name, value) -> text.append(export(name, value)).append('\n'));
        return text.append(TOKEN).toString();
    }

    private static String line(String name, EnvironmentValue value) {
        if (value instanceof EnvironmentValue.Items list) {
            return list.items().stream().map(ShellText::inQuotes).collect(Collectors.joining(" ", name + "=(", ")"));
        }
        return export(name, ((EnvironmentValue.Text) value).text());
    }

    private static String export(String name, String value) {
        return "export %s=%s".formatted(name, ShellText.quoted(value));
    }
}
