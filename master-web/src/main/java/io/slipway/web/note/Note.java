// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.note;

import java.util.regex.Pattern;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * A job's note, for people.
 *
 * <p>HTML in a note is text. What the Markdown becomes goes through a list of what is allowed all the same, so that no mistake of the
 * one lets through what the other would have stopped. Links are followed by no search engine and tell their target nothing of this page;
 * an image is a link to it, because a page shows nothing from elsewhere.
 */
public final class Note {
    private static final int LONGEST_LINE = 200;
    /** What was no address for people has become an empty one. */
    private static final Pattern SOMEWHERE = Pattern.compile(".+", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .nodeRendererFactory(ImageLink::new)
            .build();
    private static final PolicyFactory ALLOWED = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "hr",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "em",
                    "strong",
                    "code",
                    "pre",
                    "blockquote",
                    "ul",
                    "ol",
                    "li",
                    "a")
            .allowAttributes("href")
            .matching(SOMEWHERE)
            .onElements("a")
            .allowAttributes("start")
            .matching(NUMBER)
            .onElements("ol")
            .allowUrlProtocols("http", "https", "mailto")
            .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
            .toFactory();

    private Note() {}

    /** The whole note as HTML. */
    public static String html(String markdown) {
        return ALLOWED.sanitize(RENDERER.render(PARSER.parse(markdown)));
    }

    /** The first line of the note as text without marks; empty when there is none. */
    public static String line(String markdown) {
        Node document = PARSER.parse(markdown);
        FirstLine line = new FirstLine();
        document.accept(line);
        String text = line.text();
        return text.codePointCount(0, text.length()) <= LONGEST_LINE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_LINE - 1))
                                .stripTrailing() + "…";
    }
}
