// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import io.slipway.master.listing.LastResult;

/**
 * A badge: a label and how the newest job ended, as a picture.
 *
 * @param label at most {@link #LONGEST_LABEL} characters
 */
record Badge(String label, LastResult result) {
    static final int LONGEST_LABEL = 40;
    private static final String USUAL = "slipway";
    private static final String GROUND = "#4b5563";
    private static final String THIN = "fijlrtI.,:;'|!()[]/ ";
    private static final String BROAD = "mwMW@%";
    private static final int PADDING = 7;
    private static final int HEIGHT = 20;

    /** @param name what stands on the left, as somebody wrote it; null or blank for the usual */
    static Badge of(String name, LastResult result) {
        String text = name == null
                ? ""
                : Xml.legal(name).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        int length = text.codePointCount(0, text.length());
        String label =
                length <= LONGEST_LABEL ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
        return new Badge(label.isEmpty() ? USUAL : label, result);
    }

    byte[] svg() {
        int left = width(label);
        int right = width(result.word());
        String whole = label + ": " + result.word();
        Xml svg = new Xml();
        svg.begin(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                left + right,
                "height",
                HEIGHT,
                "role",
                "img",
                "aria-label",
                whole);
        svg.element("title", whole);
        svg.begin("clipPath", "id", "round");
        svg.begin("rect", "width", left + right, "height", HEIGHT, "rx", 3)
                .end()
                .end();
        svg.begin("g", "clip-path", "url(#round)");
        svg.begin("rect", "width", left, "height", HEIGHT, "fill", GROUND).end();
        svg.begin("rect", "x", left, "width", right, "height", HEIGHT, "fill", colour())
                .end()
                .end();
        svg.begin(
                "g",
                "fill",
                "#ffffff",
                "font-family",
                "'DejaVu Sans', Verdana, Geneva, sans-serif",
                "font-size",
                11,
                "text-anchor",
                "middle");
        text(svg, label, 0, left);
        text(svg, result.word(), left, right);
        return svg.end().end().bytes();
    }

    private static void text(Xml svg, String text, int from, int width) {
        svg.element(
                "text",
                text,
                "x",
                from + width / 2.0,
                "y",
                14,
                "textLength",
                width - 2 * PADDING,
                "lengthAdjust",
                "spacingAndGlyphs");
    }

    /** As wide as the text is in most fonts; it is then drawn to fit. */
    private static int width(String text) {
        return (int) Math.ceil(text.codePoints().mapToDouble(Badge::pixels).sum()) + 2 * PADDING;
    }

    private static double pixels(int character) {
        if (character >= 0x1100) {
            return 11.5;
        }
        if (THIN.indexOf(character) >= 0) {
            return 4.2;
        }
        return BROAD.indexOf(character) >= 0 ? 10 : 6.9;
    }

    private String colour() {
        return switch (result) {
            case SUCCESS -> "#24733f";
            case FAILURE -> "#b3261e";
            case UNKNOWN -> "#7b8794";
        };
    }
}
