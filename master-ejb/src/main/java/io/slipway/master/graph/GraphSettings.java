// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.time.Duration;

/**
 * How much one GraphQL operation may ask for.
 *
 * @param complexity the most that its fields may cost together
 * @param depth how many fields may stand below one another
 * @param duration after which nothing more of it is read
 */
public record GraphSettings(int complexity, int depth, Duration duration) {
    public GraphSettings {
        requireNonNull(duration, "duration");
    }

    /** Keys {@code graphql.complexity}, {@code graphql.depth}, {@code graphql.duration}. */
    public static GraphSettings from(Settings settings) {
        return new GraphSettings(
                settings.number("graphql.complexity", 250, 1, 1_000_000),
                settings.number("graphql.depth", 20, 1, 1_000),
                settings.duration("graphql.duration", Duration.ofSeconds(3)));
    }
}
