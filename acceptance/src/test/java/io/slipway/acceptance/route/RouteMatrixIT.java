// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api;
import io.slipway.acceptance.Browser;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.StackExtension;
import io.slipway.acceptance.route.RoutePage.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of the page of routes, asked for by everybody. {@code RouteMatrixTest} sees to it that the page has a row for every route. What
 * was found is written to {@code target/routes.md}.
 */
@ExtendWith(StackExtension.class)
class RouteMatrixIT {
    private static final RoutePage PAGE = RoutePage.read();
    private static final Path FOUND = Path.of("target/routes.md");
    private static final List<String> LINES = new ArrayList<>(RoutePage.lines());
    private static Matrix matrix;

    @BeforeAll
    static void begin(Stack stack) {
        matrix = new Matrix(stack);
    }

    @AfterAll
    static void end() throws IOException {
        Files.write(FOUND, LINES);
        if (matrix != null) {
            matrix.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Console", "Files of pages", "REST API", "Servlets", "GraphQL"})
    void everybodyIsAnsweredAsThePageSays(String section) {
        List<String> wrong = new ArrayList<>();
        for (Row row : PAGE.of(section)) {
            Map<Role, String> found = matrix.found(row);
            note(row, found);
            row.expected().forEach((role, expected) -> {
                if (!expected.equals(found.get(role))) {
                    wrong.add("%s as %s: expected %s, found %s".formatted(row, role, expected, found.get(role)));
                }
            });
        }

        assertThat(wrong).isEmpty();
    }

    /** Those of GET alone: pages. Whoever may not see one sees the page that says so. */
    @Test
    void noPageDoesWhatItsPolicyForbids(Stack stack) {
        try (Browser owner = new Browser(stack.origin());
                Browser administrator = new Browser(stack.origin())) {
            owner.logIn(matrix.owner().name(), matrix.owner().password());
            administrator.logIn("admin", stack.password());
            for (Row row : PAGE.rows()) {
                if (row.section().equals("Console") && !row.route().startsWith("/api/")
                        || row.section().equals("Files of pages")) {
                    String path = matrix.request(row).path();
                    owner.open(path);
                    assertThat(owner.refusals()).as("%s as its owner", row).isEmpty();
                    administrator.open(path);
                    assertThat(administrator.refusals())
                            .as("%s as administrator", row)
                            .isEmpty();
                }
            }
        }
    }

    private static void note(Row row, Map<Role, String> found) {
        List<String> cells = new ArrayList<>();
        row.cells()
                .forEach((head, cell) -> cells.add(Role.of(head).map(found::get).orElse(cell)));
        LINES.set(row.line() - 1, "| " + String.join(" | ", cells) + " |");
    }

    /** A session is good for reading; what changes something needs a token, which no page can make a browser send. */
    @Test
    void nothingOfTheApiIsChangedByASessionAlone() {
        List<String> wrong = new ArrayList<>();
        for (Row row : PAGE.rows()) {
            if (row.section().equals("REST API") && Requests.changes(row)) {
                Requests.Request request = matrix.request(row);
                int status = matrix.owner()
                        .browser()
                        .send(request.verb(), request.path(), request.body(), "Content-Type", "application/json")
                        .status();
                if (status != 401) {
                    wrong.add("%s: %d".formatted(row, status));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void graphQlTakesASessionFromThePagesOfTheConsoleAlone() {
        String json = "application/json";

        assertThat(asksWhoHeIs("Content-Type", json, "Sec-Fetch-Site", "same-origin")
                        .text())
                .contains(matrix.owner().name());
        assertThat(asksWhoHeIs("Content-Type", json, "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(401);
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            assertThat(asksWhoHeIs("Content-Type", type).status()).as(type).isEqualTo(401);
        }
    }

    private Api.Answer asksWhoHeIs(String... headers) {
        return matrix.owner().browser().send("POST", "/query", "{\"query\": \"{ me { username } }\"}", headers);
    }

    @Test
    void thePageHasRows() {
        assertThat(PAGE.rows()).hasSizeGreaterThan(150);
    }
}
