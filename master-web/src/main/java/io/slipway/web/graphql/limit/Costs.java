// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.limit;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.Map;

/**
 * What a field costs.
 *
 * <p>One for every field that is written. A field with fields below it, and one whose value is read by itself, costs that for each
 * thing that it may stand in: 25 on a page, 5 in another list. So the cost bounds what is read, however lists are nested.
 */
public final class Costs implements FieldComplexityCalculator {
    /** Things on a page of a list. */
    public static final int PAGE = 25;

    private static final int LIST = 5;
    private static final String PAGE_FIELD = "results";
    /** Values that no row holds which was read anyway. */
    private static final Map<String, Integer> READ_ALONE = Map.of("manifest", 1, "last128KiB", 4, "sample", 10);

    @Override
    public int calculate(FieldComplexityEnvironment field, int below) {
        return saturated((long) below + own(field));
    }

    private static long own(FieldComplexityEnvironment field) {
        if (isAboutTheSchema(field)) {
            return 1;
        }
        boolean composite =
                GraphQLTypeUtil.unwrapAll(field.getFieldDefinition().getType()) instanceof GraphQLCompositeType;
        long cost = READ_ALONE.getOrDefault(field.getField().getName(), 1);
        return composite || READ_ALONE.containsKey(field.getField().getName()) ? cost * times(field) : cost;
    }

    /** In how many things a field may stand. */
    private static long times(FieldComplexityEnvironment field) {
        long times = 1;
        for (FieldComplexityEnvironment above = field.getParentEnvironment();
                above != null;
                above = above.getParentEnvironment()) {
            times = saturated(times * size(above));
        }
        return times;
    }

    private static int size(FieldComplexityEnvironment field) {
        GraphQLType type =
                GraphQLTypeUtil.unwrapNonNull(field.getFieldDefinition().getType());
        if (!(type instanceof GraphQLList)) {
            return 1;
        }
        return field.getField().getName().equals(PAGE_FIELD) ? PAGE : LIST;
    }

    private static boolean isAboutTheSchema(FieldComplexityEnvironment field) {
        return field.getField().getName().startsWith("__")
                || field.getParentType().getName().startsWith("__");
    }

    private static int saturated(long cost) {
        return (int) Math.min(Integer.MAX_VALUE, cost);
    }
}
