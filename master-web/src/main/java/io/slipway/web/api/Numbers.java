// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.batch.ExecutionRef;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers in addresses: what is no number names nothing that there is. */
public final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final long MOST_DAYS = 1_000_000;

    private Numbers() {}

    /** Throws JOB_UNKNOWN when it is no number. */
    public static JobId job(String text) {
        OptionalLong number = number(text);
        if (number.isEmpty() || number.getAsLong() == 0) {
            throw new ProblemException(
                    Problem.JOB_UNKNOWN, "Looking for job `%s`: a job is named by its number".formatted(text));
        }
        return new JobId(number.getAsLong());
    }

    /** Throws GROUP_UNKNOWN when it is no number. */
    public static GroupId group(String text) {
        OptionalLong number = number(text);
        if (number.isEmpty() || number.getAsLong() == 0) {
            throw new ProblemException(
                    Problem.GROUP_UNKNOWN,
                    "Looking for job group `%s`: a group is named by its number".formatted(text));
        }
        return new GroupId(number.getAsLong());
    }

    /** Throws EXECUTION_UNKNOWN when it is no number, or the runner no name. */
    public static ExecutionRef execution(String runner, String id) {
        OptionalLong number = number(id);
        if (number.isPresent()) {
            try {
                return new ExecutionRef(new RunnerName(runner), number.getAsLong());
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        Problem.EXECUTION_UNKNOWN,
                        "Looking for execution %s of runner `%s`: no runner has such a name".formatted(id, runner),
                        e);
            }
        }
        throw new ProblemException(
                Problem.EXECUTION_UNKNOWN,
                "Looking for execution `%s` of runner `%s`: an execution is named by its number".formatted(id, runner));
    }

    /** Throws RUNNER_UNKNOWN when it is no name. */
    public static RunnerName runner(String name) {
        try {
            return new RunnerName(name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.RUNNER_UNKNOWN, "Looking for runner `%s`: no runner has such a name".formatted(name), e);
        }
    }

    static long artifact(String text) {
        return number(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.ARTIFACT_UNKNOWN,
                        "Looking for artifact `%s`: an artifact is named by its number".formatted(text)));
    }

    /** Throws SSH_KEY_UNKNOWN when it is no number. */
    public static long sshKey(String text) {
        return number(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.SSH_KEY_UNKNOWN,
                        "Looking for ssh key `%s`: an ssh key is named by its number".formatted(text)));
    }

    /** Throws SCHEDULE_UNKNOWN when it is no number. */
    public static long schedule(String text) {
        return number(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.SCHEDULE_UNKNOWN,
                        "Looking for schedule `%s`: a schedule is named by its number".formatted(text)));
    }

    /** Throws TOKEN_UNKNOWN when it is no number. */
    public static long token(String text) {
        return number(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.TOKEN_UNKNOWN,
                        "Looking for access token `%s`: an access token is named by its number".formatted(text)));
    }

    /** A number of days; throws REQUEST_ILLEGAL for what is none. */
    public static int days(String name, String text) {
        return number(text).stream()
                .filter(number -> number <= MOST_DAYS)
                .mapToInt(number -> (int) number)
                .findFirst()
                .orElseThrow(() -> Fields.illegal(name, "a number of days is allowed"));
    }

    /** A number of the query, 0 when it is absent. */
    static int query(String name, String text) {
        long number = start(name, text);
        if (number > Integer.MAX_VALUE) {
            throw Fields.illegal(name, "`%s` is too large".formatted(text));
        }
        return (int) number;
    }

    /** A number of the query, 0 when it is absent or empty, as the clients of the original send it for the first page. */
    static long start(String name, String text) {
        return text == null || text.isEmpty()
                ? 0
                : number(text).orElseThrow(() -> Fields.illegal(name, "a number from 0 on is allowed"));
    }

    /** A number of bytes of the query, 0 when it is absent. */
    public static long size(String name, String text) {
        return start(name, text);
    }

    private static OptionalLong number(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
