// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.batch.ExecutionRef;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.query.JobView.ArtifactView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The addresses of the API and of the console, from the server's root. */
public final class Links {
    private Links() {}

    /** The page of a job. */
    public static String page(String owner, JobId job) {
        return "/~%s/job/%s".formatted(owner, job);
    }

    /** The page of a user's jobs below tags, from the widest on. */
    public static String jobs(String owner, List<String> tags) {
        return "/~" + segment(owner)
                + tags.stream().map(tag -> "/" + segment(tag)).collect(Collectors.joining());
    }

    /** The feed of these jobs. */
    public static String feed(String owner, List<String> tags) {
        return jobs(owner, tags) + "/rss.xml";
    }

    /** The badge of these jobs. */
    public static String badge(String owner, List<String> tags) {
        return jobs(owner, tags) + ".svg";
    }

    /** The page of an execution of a runner's batch job. */
    public static String execution(ExecutionRef execution) {
        return "/operator/%s/%d".formatted(execution.runner(), execution.id());
    }

    /** The page of a group. */
    public static String page(String owner, GroupId group) {
        return "/~%s/group/%s".formatted(owner, group);
    }

    public static String group(GroupId group) {
        return "/api/job-group/" + group;
    }

    public static String job(JobId job) {
        return "/api/jobs/" + job;
    }

    /** A log of the newest attempt. */
    public static String log(JobId job, LogName log) {
        return job(job) + (log.isSetup() ? "/log" : "/log/" + log.value());
    }

    public static String log(JobId job, LogName log, int attempt) {
        return log(job, log) + "?attempt=" + attempt;
    }

    public static String artifact(JobId job, ArtifactView artifact) {
        return "%s/artifacts/%d/%s".formatted(job(job), artifact.id(), segment(artifact.name()));
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
