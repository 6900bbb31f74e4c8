// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.jobs;

import io.slipway.web.api.Links;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A list of jobs as its address has it.
 *
 * @param owner name of the user; empty for the page {@code /}
 * @param tags from the widest on
 * @param search as it was written; empty for none
 * @param everybody whether all users' jobs are asked for, on the page {@code /}
 * @param start where the list begins; 0 for the newest
 */
public record ListAddress(String owner, List<String> tags, String search, boolean everybody, long start)
        implements Serializable {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    public ListAddress {
        tags = List.copyOf(tags);
    }

    /** @param parameter of the request, null when it is absent; a start that is no number means the first page */
    static ListAddress of(String owner, List<String> tags, UnaryOperator<String> parameter) {
        String search = parameter.apply("search");
        String start = parameter.apply("start");
        return new ListAddress(
                owner,
                tags,
                search == null ? "" : search.strip(),
                owner.isEmpty() && "true".equals(parameter.apply("everybody")),
                start != null && NUMBER.matcher(start).matches() ? Long.parseLong(start) : 0);
    }

    /** Address of the list without anything that narrows it. */
    public String base() {
        return owner.isEmpty() ? "/" : Links.jobs(owner, tags);
    }

    /** Address of the same list from a job on; 0 for the newest. */
    public String from(long job) {
        return with(everybody, job);
    }

    /** Address of the same search among everybody's jobs, or only the caller's. */
    public String everybody(boolean all) {
        return with(all, 0);
    }

    private String with(boolean all, long job) {
        List<String> parts = new ArrayList<>();
        if (!search.isEmpty()) {
            parts.add("search=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
        }
        if (all) {
            parts.add("everybody=true");
        }
        if (job > 0) {
            parts.add("start=" + job);
        }
        return parts.isEmpty() ? base() : base() + "?" + String.join("&", parts);
    }

    /** The way from the user's page to this one; the last is this one. */
    public List<Crumb> crumbs() {
        return owner.isEmpty() ? List.of() : Crumb.of(owner, tags);
    }
}
