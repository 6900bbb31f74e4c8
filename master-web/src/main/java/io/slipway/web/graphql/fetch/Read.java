// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.slipway.error.FieldException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import java.util.function.Function;

/** Shorthands for fetchers. */
final class Read {
    private Read() {}

    /** A value that the thing has. */
    static <T> DataFetcher<Object> of(Class<T> type, Function<T, ?> value) {
        return field -> value.apply(type.cast(field.getSource()));
    }

    static Caller caller(DataFetchingEnvironment field) {
        return field.getGraphQlContext().get(Caller.class);
    }

    /** An argument that may be left out, and may be null. */
    static <T> T argument(DataFetchingEnvironment field, String name, T otherwise) {
        T given = field.getArgument(name);
        return given == null ? otherwise : given;
    }

    static JobId job(DataFetchingEnvironment field, String name) {
        return job(name, field.<Integer>getArgument(name));
    }

    static JobId job(String name, int number) {
        if (number < 1) {
            throw new FieldException(name, "Looking for job `%d`: jobs are numbered from 1 on".formatted(number));
        }
        return new JobId(number);
    }

    /** Null for an empty text. */
    static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
