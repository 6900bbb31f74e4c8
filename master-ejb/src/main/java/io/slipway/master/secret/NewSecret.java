// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import static java.util.Objects.requireNonNull;

import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;

/**
 * A secret as somebody hands it in; nothing of it is checked yet.
 *
 * @param name empty for none
 * @param path of a file; empty for the other types
 * @param mode of a file, in octal; empty for the other types
 */
public record NewSecret(SecretType type, String name, String path, String mode, SecretContent content) {
    public NewSecret {
        requireNonNull(type, "type");
        requireNonNull(name, "name");
        requireNonNull(path, "path");
        requireNonNull(mode, "mode");
        requireNonNull(content, "content");
    }
}
