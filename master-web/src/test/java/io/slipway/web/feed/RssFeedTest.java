// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.listing.JobLine;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class RssFeedTest {
    private static final Instant THEN = Instant.parse("2026-11-05T03:04:05Z");
    private static final RssFeed FEED = new RssFeed(
            URI.create("https://ci.example"), "ann", List.of("app", "main"), "/~ann/app/main/rss.xml?search=a&b");

    @Test
    void feedTellsWhatItIs() {
        Document rss = Parsed.xml(FEED.write(List.of(job(7, "", THEN), job(6, "", THEN.plusSeconds(1)))));

        assertThat(rss.getDocumentElement().getAttribute("version")).isEqualTo("2.0");
        assertThat(text(rss, "title", 0)).isEqualTo("Jobs of ~ann/app/main");
        assertThat(text(rss, "link", 0)).isEqualTo("https://ci.example/~ann/app/main");
        assertThat(text(rss, "description", 0)).isEqualTo("Jobs of ~ann/app/main on ci.example");
        assertThat(text(rss, "lastBuildDate", 0)).isEqualTo("Thu, 5 Nov 2026 03:04:06 GMT");
        assertThat(((Element) rss.getElementsByTagName("atom:link").item(0)).getAttribute("href"))
                .isEqualTo("https://ci.example/~ann/app/main/rss.xml?search=a&b");
        assertThat(rss.getElementsByTagName("item").getLength()).isEqualTo(2);
    }

    @Test
    void itemTellsAJob() {
        Document rss = Parsed.xml(FEED.write(List.of(job(7, "Fix **it**\n\n<b>", THEN))));

        assertThat(text(rss, "title", 1)).isEqualTo("#7 failed: Fix it");
        assertThat(text(rss, "link", 1)).isEqualTo("https://ci.example/~ann/job/7");
        assertThat(text(rss, "guid", 0)).isEqualTo("https://ci.example/~ann/job/7");
        assertThat(text(rss, "pubDate", 0)).isEqualTo("Thu, 5 Nov 2026 03:04:05 GMT");
        assertThat(text(rss, "category", 0)).isEqualTo("app/main");
        assertThat(text(rss, "description", 1))
                .isEqualTo("<p>Fix <strong>it</strong></p>\n<p>&lt;b&gt;</p>\n<p>failed on debian/bookworm</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\u0001\u0008\u000b\u001f",
                "]]> <![CDATA[ x",
                "</description></item><item>",
                "&nbsp; &amp; & <",
                "\ufffe \uffff \ud800 \udc00",
                "\ud83d\ude00 \u00e4",
                "\r\n\t"
            })
    void feedIsWellFormedWhateverANoteHolds(String note) {
        Document rss = Parsed.xml(FEED.write(List.of(job(7, note, THEN), job(6, "`" + note + "`", THEN))));

        assertThat(rss.getElementsByTagName("item").getLength()).isEqualTo(2);
    }

    @Test
    void charactersThatXmlCanHoldStay() {
        Document rss = Parsed.xml(FEED.write(List.of(job(7, "\ud83d\ude00 ä\u0001", THEN))));

        assertThat(text(rss, "title", 1)).isEqualTo("#7 failed: \ud83d\ude00 ä\ufffd");
    }

    @Test
    void feedWithoutJobsIsAFeed() {
        assertThat(Parsed.xml(FEED.write(List.of()))
                        .getElementsByTagName("item")
                        .getLength())
                .isZero();
    }

    private static String text(Document document, String element, int index) {
        return document.getElementsByTagName(element).item(index).getTextContent();
    }

    private static JobLine job(long id, String note, Instant updated) {
        return new JobLine(
                new JobId(id),
                "ann",
                JobStatus.FAILED,
                Visibility.PUBLIC,
                note,
                List.of("app", "main"),
                "debian/bookworm",
                "r1",
                THEN,
                updated,
                null,
                null,
                List.of());
    }
}
