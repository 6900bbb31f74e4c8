// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the manual's page "Database" says: the statements that set the roles up, and the table of grants. */
record GrantTable(List<String> setUp, List<String> setUpInside, List<Row> rows) {
    private static final Path PAGE = Path.of("../src/site/markdown/database.md");
    private static final String CONNECT = "\\connect slipway";

    /** One row of the table: an object, and what each role may do to it. */
    record Row(String object, String kind, Set<String> master, Set<String> runner) {
        Set<String> of(String role) {
            return role.equals("slipway_master") ? master : runner;
        }
    }

    static GrantTable read() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> sql = lines.subList(lines.indexOf("```sql") + 1, lines.size());
        sql = sql.subList(0, sql.indexOf("```"));
        int connect = sql.indexOf(CONNECT);
        List<Row> rows = lines.subList(lines.indexOf("## Grants"), lines.size()).stream()
                .filter(line -> line.startsWith("| `"))
                .map(GrantTable::row)
                .toList();
        return new GrantTable(sql.subList(0, connect), sql.subList(connect + 1, sql.size()), rows);
    }

    private static Row row(String line) {
        String[] cells = line.substring(2).split(" \\| ?");
        return new Row(cells[0].replace("`", ""), cells[1], privileges(cells[2]), privileges(cells[3]));
    }

    private static Set<String> privileges(String cell) {
        return cell.equals("nothing")
                ? Set.of()
                : Arrays.stream(cell.split(", ")).collect(Collectors.toUnmodifiableSet());
    }

    /** The rows of a kind by the name of the object. */
    Map<String, Row> ofKind(String kind) {
        return rows.stream().filter(row -> row.kind().equals(kind)).collect(Collectors.toMap(Row::object, row -> row));
    }

    String setUpText() {
        return setUp.stream().collect(joining("\n"));
    }
}
