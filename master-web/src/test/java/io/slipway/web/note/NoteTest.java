// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([^\\s>/]+)([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s+([a-z-]+)=\"([^\"]*)\"");
    private static final Pattern REFERENCE = Pattern.compile("&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));");
    /** Of the web, of mail, or of this server: a colon behind a slash begins no scheme. */
    private static final Pattern ADDRESS = Pattern.compile("(https?:|mailto:|[^:/?#]*[/?#]|[^:]*$).*", Pattern.DOTALL);

    private static final Set<String> TAGS = Set.of(
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
            "a");
    private static final List<String> FRAGMENTS = List.of(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "javascript:alert(1)",
            "[a](",
            ")",
            "![",
            "](",
            "<",
            ">",
            "\"",
            "'",
            "&",
            "&#106;",
            "&colon;",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "* ",
            "> ",
            "1. ",
            "**",
            "_",
            "\\",
            "<a href=\"",
            "<!--",
            "-->",
            "<style>",
            "data:text/html,",
            "http://e.example/",
            "<x:y>",
            "\0",
            "\u202e",
            "\ud83d",
            "\t",
            "# ",
            "[x]: javascript:alert(1)\n",
            "[x]",
            "<![CDATA[",
            "]]>",
            "<?php ?>");

    @Test
    void markdownBecomesHtml() {
        assertThat(Note.html("# Fix\n\n*one* **two** `three`\n\n- a\n- b\n\n3. c\n\n> said\n\n---\n\n    code <b>"))
                .isEqualTo(
                        "<h1>Fix</h1>\n<p><em>one</em> <strong>two</strong> <code>three</code></p>\n<ul><li>a</li><li>b</li></ul>\n<ol start=\"3\"><li>c</li></ol>\n<blockquote>\n<p>said</p>\n</blockquote>\n<hr />\n<pre><code>code &lt;b&gt;\n</code></pre>\n");
    }

    @Test
    void linkIsFollowedByNoMachineAndTellsNothing() {
        assertThat(Note.html("[the *bug*](https://bugs.example/7?a=1&b=2)"))
                .isEqualTo(
                        "<p><a href=\"https://bugs.example/7?a&#61;1&amp;b&#61;2\" rel=\"nofollow noopener noreferrer\">the <em>bug</em></a></p>\n");
        assertThat(Note.html("<https://e.example/> <mailto:a@b.example> [here](/~ann)"))
                .contains("href=\"https://e.example/\"", "href=\"mailto:a&#64;b.example\"", "href=\"/~ann\"");
    }

    @Test
    void imageIsALinkBecauseAPageShowsNothingFromElsewhere() {
        assertThat(Note.html("![a cat](https://e.example/cat.png)"))
                .isEqualTo(
                        "<p><a href=\"https://e.example/cat.png\" rel=\"nofollow noopener noreferrer\">a cat</a></p>\n");
        assertThat(Note.html("![](https://e.example/cat.png)")).contains(">https://e.example/cat.png</a>");
        assertThat(Note.html("![x](javascript:alert(1))"))
                .doesNotContain("href")
                .contains("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "a <img src=x onerror=alert(1)> b",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<div onclick=\"alert(1)\">x</div>",
                "<style>*{display:none}</style>",
                "<iframe src=\"https://e.example\"></iframe>",
                "<!-- <b> -->",
                "<svg><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
                "&lt;script&gt;alert(1)&lt;/script&gt;"
            })
    void htmlIsText(String note) {
        String html = Note.html(note);

        assertHarmless(html);
        assertThat(html).contains("&lt;").doesNotContain("<a", "<img", "<script", "<style", "<div", "<iframe", "<svg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](java&#115;cript:alert(1))",
                "[x](java\\script:alert(1))",
                "[x](&#106;avascript:alert(1))",
                "[x](&Tab;javascript:alert(1))",
                "[x](<java\tscript:alert(1)>)",
                "[x](vbscript:x)",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](file:///etc/passwd)",
                "<javascript:alert(1)>",
                "[x]\n\n[x]: javascript:alert(1)",
                "[x](https://e.example \"\" onmouseover=alert(1) x=\"\")"
            })
    void linksLeadToTheWebAndToMailAlone(String note) {
        assertHarmless(Note.html(note));
        assertThat(Note.html(note))
                .doesNotContainIgnoringCase("href=\"javascript", "href=\"data", "href=\"vb", "href=\"file");
    }

    @Test
    void whateverIsWrittenDoesNoHarm() {
        Random random = new Random(20261125);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder note = new StringBuilder();
            for (int part = random.nextInt(12); part >= 0; part--) {
                note.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
            assertHarmless(Note.html(note.toString()));
            assertThat(Note.line(note.toString())).doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "[", "![", "*", "- ", "`", "<", "&", "(", "[a](", "1. ", "#", "_*", "<a", "\n> "})
    void noteThatIsMadeToTakeLongDoesNot(String part) {
        String note = part.repeat(4_096 / part.length());

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertHarmless(Note.html(note)));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Note.line(note));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("Fix the link", "Fix the link"),
                arguments("# Fix *the* [link](https://e.example)", "Fix the link"),
                arguments("`make` it\nso", "make it"),
                arguments("\n\n  second", "second"),
                arguments("- one\n- two", "one"),
                arguments("> said", "said"),
                arguments("---\n\nafter", "after"),
                arguments("```\n\nmake\ncheck\n```", "make"),
                arguments("<b>x</b> y", "<b>x</b> y"),
                arguments("x <a\nhref=y> z", "x <a href=y> z"),
                arguments("<div>\nx", "<div>"),
                arguments("![a cat](x.png) here", "a cat here"),
                arguments("[](x)\n\nafter", "after"),
                arguments("a\\\nb", "a"),
                arguments("a&#10;b&#8232;c&#13;&#10;d `e`", "a b c d e"),
                arguments("", ""),
                arguments("   ", ""),
                arguments("---", ""));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void listShowsTheFirstLineWithoutMarks(String note, String line) {
        assertThat(Note.line(note)).isEqualTo(line);
    }

    @Test
    void longLineIsCut() {
        assertThat(Note.line("x".repeat(200))).hasSize(200);
        assertThat(Note.line("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
        assertThat(Note.line("\ud83d\ude00".repeat(300)).codePoints().count()).isEqualTo(200);
    }

    /** Only tags and attributes that are meant to be there, and only addresses of the web, of mail, and of this server. */
    static void assertHarmless(String written) {
        // So that no template engine takes braces for its own.
        String html = written.replace("{<!-- -->", "{");
        Matcher tags = TAG.matcher(html);
        while (tags.find()) {
            assertThat(TAGS).as(html).contains(tags.group(2));
            String attributes = tags.group(3);
            assertThat(ATTRIBUTE.matcher(attributes).replaceAll("").strip())
                    .as(html)
                    .isIn("", "/");
            Matcher each = ATTRIBUTE.matcher(attributes);
            while (each.find()) {
                assertThat(each.group(1)).as(html).isIn("href", "rel", "start");
                if (each.group(1).equals("href")) {
                    assertThat(address(each.group(2))).as(html).matches(ADDRESS);
                }
            }
        }
        assertThat(TAG.matcher(html).replaceAll("")).as(html).doesNotContain("<", ">");
    }

    /** As a browser reads it, in small letters. */
    private static String address(String attribute) {
        return REFERENCE
                .matcher(attribute)
                .replaceAll(reference -> Matcher.quoteReplacement(Character.toString(
                        reference.group(1) == null
                                ? Integer.parseInt(reference.group(2))
                                : Integer.parseInt(reference.group(1), 16))))
                .replace("&amp;", "&")
                .toLowerCase(Locale.ROOT);
    }
}
