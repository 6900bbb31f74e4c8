// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** The fields of the schema that decide who may read or do something. */
public final class GuardedFields {
    private static final Set<String> ROOTS = Set.of("Query", "Mutation");
    private static final List<String> GUARDS = List.of("access", "private", "worker", "internal");

    private GuardedFields() {}

    /** Every query and mutation, and every other field that has a rule, as {@code Type.field}. */
    public static Set<String> needed() {
        return fields(
                (type, field) -> ROOTS.contains(type) || GUARDS.stream().anyMatch(guard -> field.hasDirective(guard)));
    }

    /** Every field of every type. */
    public static Set<String> all() {
        return fields((type, field) -> true);
    }

    private static Set<String> fields(BiPredicate<String, FieldDefinition> wanted) {
        Set<String> found = new TreeSet<>();
        GraphSchema.text()
                .getTypes(ObjectTypeDefinition.class)
                .forEach(type -> type.getFieldDefinitions().stream()
                        .filter(field -> wanted.test(type.getName(), field))
                        .forEach(field -> found.add(type.getName() + "." + field.getName())));
        return found;
    }
}
