// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import io.slipway.batch.ExecutionStatus;
import io.slipway.job.RunnerName;
import java.io.Serializable;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a list of executions is narrowed to, as the address has it. What nothing can be narrowed to counts as absent, and the page shows it
 * so.
 *
 * @param runner name; empty for all
 * @param status word; empty for all
 * @param job number; empty for all
 * @param start where the list begins; 0 for the newest
 */
public record Filter(String runner, String status, String job, long start) implements Serializable {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    /** @param parameter of the request, null when it is absent */
    static Filter of(UnaryOperator<String> parameter) {
        String start = text(parameter, "start");
        String job = text(parameter, "job");
        return new Filter(
                legal(text(parameter, "runner"), name -> new RunnerName(name).value()),
                legal(
                        text(parameter, "status"),
                        word -> ExecutionStatus.ofWord(word).word()),
                NUMBER.matcher(job).matches() ? job : "",
                NUMBER.matcher(start).matches() ? Long.parseLong(start) : 0);
    }

    public boolean isNarrow() {
        return !runner.isEmpty() || !status.isEmpty() || !job.isEmpty();
    }

    /** Address of the list from {@code from} on. */
    public String address(long from) {
        StringBuilder address = new StringBuilder("/operator");
        append(address, "runner", runner);
        append(address, "status", status);
        append(address, "job", job);
        append(address, "start", from == 0 ? "" : Long.toString(from));
        return address.toString();
    }

    private static void append(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(value);
        }
    }

    private static String text(UnaryOperator<String> parameter, String name) {
        String value = parameter.apply(name);
        return value == null ? "" : value.strip();
    }

    private static String legal(String value, UnaryOperator<String> reading) {
        try {
            return value.isEmpty() ? "" : reading.apply(value);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
