// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import io.slipway.master.listing.JobLine;
import io.slipway.web.api.Links;
import io.slipway.web.note.Note;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A feed of jobs, as RSS 2.0.
 *
 * @param origin address of the console, without slash at the end
 * @param owner name of the user
 * @param tags from the widest on
 * @param self address of the feed, from the server's root
 */
record RssFeed(URI origin, String owner, List<String> tags, String self) {
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    RssFeed {
        tags = List.copyOf(tags);
    }

    /** The same jobs give the same bytes. */
    byte[] write(List<JobLine> jobs) {
        String name = "~" + owner + tags.stream().map(tag -> "/" + tag).collect(Collectors.joining());
        Xml xml = new Xml();
        xml.begin("rss", "version", "2.0", "xmlns:atom", ATOM).begin("channel");
        xml.element("title", "Jobs of " + name);
        xml.element("link", origin + Links.jobs(owner, tags));
        xml.element("description", "Jobs of %s on %s".formatted(name, origin.getAuthority()));
        xml.begin("atom:link", "rel", "self", "type", "application/rss+xml", "href", origin + self)
                .end();
        jobs.stream()
                .map(JobLine::updated)
                .max(Instant::compareTo)
                .ifPresent(newest -> xml.element("lastBuildDate", date(newest)));
        jobs.forEach(job -> item(xml, job));
        return xml.end().end().bytes();
    }

    private void item(Xml xml, JobLine job) {
        String page = origin + Links.page(job.owner(), job.id());
        String line = Note.line(job.note());
        String title = "#%s %s".formatted(job.id(), job.status().word());
        xml.begin("item");
        xml.element("title", line.isEmpty() ? title : title + ": " + line);
        xml.element("link", page);
        xml.element("guid", page, "isPermaLink", true);
        xml.element("pubDate", date(job.updated()));
        if (!job.tags().isEmpty()) {
            xml.element("category", String.join("/", job.tags()));
        }
        xml.element(
                "description",
                Note.html(job.note()) + "<p>%s on %s</p>".formatted(job.status().word(), job.image()));
        xml.end();
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
