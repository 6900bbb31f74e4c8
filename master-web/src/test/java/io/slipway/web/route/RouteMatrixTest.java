// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.web.graphql.schema.GuardedFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page `routes` of the manual has a row for every way into the application, and none besides: who adds one has to say there who may use
 * it. {@code RouteMatrixIT} then asks for every row as everybody.
 */
class RouteMatrixTest {
    private static final Path PAGE = Path.of("../src/site/markdown/routes.md");
    private static final Pattern ROUTE = Pattern.compile("\\| `([^`?]+)(?:\\?[^`]*)?` \\|.*");

    @Test
    void everyAddressOfTheConsoleIsOnThePage() throws IOException {
        assertThat(page("Console")).isEqualTo(FoundRoutes.console());
    }

    @Test
    void everyFileOfAPageIsOnThePage() throws IOException {
        assertThat(page("Files of pages")).isEqualTo(FoundRoutes.files());
    }

    @Test
    void everyMethodOfTheRestApiIsOnThePage() throws IOException {
        assertThat(page("REST API")).isEqualTo(FoundRoutes.rest());
    }

    @Test
    void everyServletIsOnThePage() throws IOException {
        assertThat(page("Servlets")).isEqualTo(FoundRoutes.servlets());
    }

    @Test
    void everyFieldOfTheSchemaThatNotEverybodyMayReadIsOnThePage() throws IOException {
        Set<String> rows = page("GraphQL");

        assertThat(rows).containsAll(GuardedFields.needed());
        assertThat(GuardedFields.all()).containsAll(rows);
    }

    /** Whatever else answers would not be found: pages are asked of one servlet, and everything else has an annotation. */
    @Test
    void descriptorMapsNothingButPages() throws IOException {
        String descriptor = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));

        assertThat(Pattern.compile("<url-pattern>([^<]*)</url-pattern>")
                        .matcher(descriptor)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("*.xhtml");
    }

    private static Set<String> page(String section) throws IOException {
        Set<String> routes = new TreeSet<>();
        String here = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                here = line.substring(3).strip();
            }
            Matcher row = ROUTE.matcher(line);
            if (here.equals(section) && row.matches()) {
                routes.add(row.group(1));
            }
        }
        return routes;
    }
}
