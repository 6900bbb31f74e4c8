// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.HomeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code config.yml} of an image: {@code homedir}, {@code preamble} and {@code refresh}; every key is optional. */
final class ImageConfig {
    private ImageConfig() {}

    static HomeSettings read(Path image) {
        Path file = image.resolve("config.yml");
        if (!Files.isRegularFile(file)) {
            return HomeSettings.DEFAULT;
        }
        try {
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            Map<?, ?> keys = loaded instanceof Map<?, ?> map ? map : Map.of();
            return new HomeSettings(
                    text(keys, "homedir", HomeSettings.DEFAULT.folder()),
                    text(keys, "preamble", HomeSettings.DEFAULT.preamble()),
                    text(keys, "refresh", HomeSettings.DEFAULT.refresh()));
        } catch (IOException | YAMLException e) {
            throw new ProblemException(
                    Problem.GUEST_NOT_STARTED, "Reading `%s`: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String text(Map<?, ?> keys, String key, String fallback) {
        Object value = keys.get(key);
        return value == null ? fallback : value.toString();
    }
}
