// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.secret.SecretName;
import java.util.List;

/** Reads {@code secrets}: a list of uuids or names; whether they exist is not known here. */
final class SecretReader {
    private SecretReader() {}

    static List<String> read(Value value) {
        return value.items("a list of strings").orElse(List.of()).stream()
                .flatMap(item -> item.line().stream().filter(text -> isLegal(item, text)))
                .toList();
    }

    private static boolean isLegal(Value item, String text) {
        boolean legal = SecretName.uuid(text).isPresent() || SecretName.isLegal(text);
        if (!legal) {
            item.illegal("Secret %s: %s, without blanks at their ends".formatted(Shown.value(text), SecretName.RULE));
        }
        return legal;
    }
}
