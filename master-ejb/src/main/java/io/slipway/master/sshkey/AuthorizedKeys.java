// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.slipway.master.store.SshKeyStore;
import io.slipway.master.store.SshKeyStore.SshKeyRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The keys of users as lines of {@code authorized_keys}: type, key, and the name as a comment. */
public final class AuthorizedKeys {
    private final SshKeyStore keys;

    public AuthorizedKeys(SshKeyStore keys) {
        this.keys = keys;
    }

    /** By the user's name; who has no key is left out. One query, however many they are. */
    public Map<String, List<String>> of(Collection<String> owners) {
        if (owners.isEmpty()) {
            return Map.of();
        }
        return keys.of(owners).entrySet().stream()
                .collect(toUnmodifiableMap(
                        Map.Entry::getKey,
                        owner -> owner.getValue().stream()
                                .map(AuthorizedKeys::line)
                                .toList()));
    }

    private static String line(SshKeyRow key) {
        return "%s %s %s".formatted(key.type(), key.base64(), plain(key.name())).strip();
    }

    /** Without what a reader of such files could take for something else than a comment. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9@._:+-]+", " ").strip();
    }
}
