// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import static io.slipway.manifest.ShellText.quoted;

import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.secret.Secret;
import io.slipway.secret.Secret.FileSecret;
import io.slipway.secret.SecretType;
import java.util.List;

/**
 * How secrets come to their places in the guest: their contents as files, and what is then to be done with these by a script, which holds no
 * content.
 */
final class SecretFiles {
    /** Below the home folder, for what is not to stay there. */
    private static final String STAGE = ".slipway-secrets";

    private static final int PRIVATE = 0600;

    private final List<Secret> secrets;

    SecretFiles(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** To be sent first. */
    List<GuestFile> files() {
        return secrets.stream()
                .map(secret -> new GuestFile(
                        path(secret), mode(secret), secret.content().bytes()))
                .toList();
    }

    /** To be run then, from the home folder; empty when every file is where it belongs. */
    String script() {
        StringBuilder script = new StringBuilder();
        secrets.stream()
                .filter(secret -> secret.type() == SecretType.SSH_KEY)
                .findFirst()
                .ifPresent(key -> script.append("chmod 700 .ssh\nln -sf %s .ssh/id_rsa\n".formatted(key.uuid())));
        for (Secret secret : secrets) {
            if (secret.type() == SecretType.PGP_KEY) {
                script.append("gpg --batch --import %s\n".formatted(path(secret)));
            } else if (isStagedFile(secret)) {
                script.append(move((FileSecret) secret));
            }
        }
        return script.isEmpty() ? "" : "sh -ec " + quoted("trap 'rm -rf %s' EXIT\n%s".formatted(STAGE, script));
    }

    /** Nobody else reads it before it has its mode. */
    private static String move(FileSecret file) {
        String target = file.path().path();
        String folder = target.substring(0, Math.max(1, target.lastIndexOf('/')));
        return "mkdir -p %1$s\n(umask 077; cat %2$s >%3$s)\nchmod %4$s %3$s\n"
                .formatted(quoted(folder), path(file), quoted(target), file.mode());
    }

    private static boolean isStagedFile(Secret secret) {
        return secret instanceof FileSecret file && file.path().isAbsolute();
    }

    private static String path(Secret secret) {
        return switch (secret.type()) {
            case SSH_KEY -> ".ssh/" + secret.uuid();
            case PGP_KEY -> STAGE + "/" + secret.uuid();
            case FILE ->
                isStagedFile(secret)
                        ? STAGE + "/" + secret.uuid()
                        : ((FileSecret) secret).path().path();
        };
    }

    private static int mode(Secret secret) {
        return secret instanceof FileSecret file && !file.path().isAbsolute()
                ? file.mode().bits()
                : PRIVATE;
    }
}
