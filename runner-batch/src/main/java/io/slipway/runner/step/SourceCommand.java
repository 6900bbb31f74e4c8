// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import static io.slipway.manifest.ShellText.quoted;

import io.slipway.manifest.Source;
import java.util.regex.Pattern;

/** The shell command that clones a source into the home folder. */
final class SourceCommand {
    private static final String GIT_SSH =
            "GIT_SSH_COMMAND='ssh -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no'";
    private static final String HG_SSH =
            "--config ui.ssh='ssh -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no'";

    /** As in {@code git@host:path}: a colon, no slash before it, and none of an address behind it. */
    private static final Pattern SCP = Pattern.compile("[^/:]+:(?!//)");

    private SourceCommand() {}

    static String of(Source source) {
        return switch (source.scm()) {
            case GIT -> git(source);
            case HG -> hg(source);
        };
    }

    /** Whether whoever clones it is known by an ssh key. */
    static boolean isOverSsh(Source source) {
        return source.url().startsWith("ssh://") || SCP.matcher(source.url()).lookingAt();
    }

    private static String git(Source source) {
        String folder = quoted(source.directory());
        StringBuilder command = new StringBuilder("export %s GIT_TERMINAL_PROMPT=0 && git clone -- %s %s"
                .formatted(GIT_SSH, quoted(source.url()), folder));
        if (!source.ref().isEmpty()) {
            command.append(" && git -C %s checkout -q %s --".formatted(folder, quoted(source.ref())));
        }
        return command.append(" && git -C %s submodule update --init --recursive".formatted(folder))
                .toString();
    }

    private static String hg(Source source) {
        String folder = quoted(source.directory());
        String command = "hg clone %s -- %s %s".formatted(HG_SSH, quoted(source.url()), folder);
        return source.ref().isEmpty()
                ? command
                : command + " && hg --cwd %s update -y -r %s".formatted(folder, quoted(source.ref()));
    }
}
