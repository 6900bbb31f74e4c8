// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.listing.LastResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class BadgeTest {

    @ParameterizedTest
    @EnumSource(LastResult.class)
    void badgeSaysHowItWent(LastResult result) {
        Document svg = Parsed.xml(Badge.of(null, result).svg());

        assertThat(svg.getDocumentElement().getAttribute("aria-label")).isEqualTo("slipway: " + result.word());
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("slipway");
        assertThat(svg.getElementsByTagName("text").item(1).getTextContent()).isEqualTo(result.word());
    }

    @Test
    void resultsHaveColoursOfTheirOwn() {
        assertThat(colour(LastResult.SUCCESS)).isEqualTo("#24733f");
        assertThat(colour(LastResult.FAILURE)).isEqualTo("#b3261e");
        assertThat(colour(LastResult.UNKNOWN)).isEqualTo("#7b8794");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</text><script>alert(1)</script>",
                "\" onload=\"alert(1)",
                "a & b < c > d ' e",
                "]]>",
                "\0\u0001\uffff\ud800",
                "\u202eabc",
                "&lt;b&gt;"
            })
    void labelIsTextWhateverItHolds(String name) {
        Document svg = Parsed.xml(Badge.of(name, LastResult.SUCCESS).svg());

        assertThat(svg.getElementsByTagName("*").getLength()).isEqualTo(10);
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo(Badge.of(name, LastResult.SUCCESS).label());
    }

    @Test
    void labelIsBoundedAndOnOneLine() {
        assertThat(Badge.of("x".repeat(40), LastResult.SUCCESS).label()).isEqualTo("x".repeat(40));
        assertThat(Badge.of("x".repeat(41), LastResult.SUCCESS).label()).isEqualTo("x".repeat(39) + "…");
        assertThat(Badge.of("\ud83d\ude00".repeat(99), LastResult.SUCCESS)
                        .label()
                        .codePoints())
                .hasSize(40);
        assertThat(Badge.of("  a \r\n\t b  ", LastResult.SUCCESS).label()).isEqualTo("a b");
        assertThat(Badge.of(" \n ", LastResult.SUCCESS).label()).isEqualTo("slipway");
    }

    @Test
    void badgeIsAsWideAsItsWords() {
        int few = width(Badge.of("ci", LastResult.SUCCESS));
        int many = width(Badge.of("continuous integration", LastResult.SUCCESS));

        assertThat(few).isBetween(80, 110);
        assertThat(many).isBetween(few + 100, few + 170);
    }

    private static int width(Badge badge) {
        return Integer.parseInt(Parsed.xml(badge.svg()).getDocumentElement().getAttribute("width"));
    }

    private static String colour(LastResult result) {
        Document svg = Parsed.xml(Badge.of("x", result).svg());
        return ((Element) svg.getElementsByTagName("rect").item(2)).getAttribute("fill");
    }
}
