// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one XML document: every text is escaped, and what XML cannot hold at all stands as a replacement character. */
final class Xml {
    private static final int REPLACEMENT = 0xFFFD;

    private final StringWriter written = new StringWriter();
    private final XMLStreamWriter xml;

    Xml() {
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(written);
            xml.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    /** @param attributes names and values by turns */
    Xml begin(String element, Object... attributes) {
        try {
            xml.writeStartElement(element);
            for (int i = 0; i < attributes.length; i += 2) {
                xml.writeAttribute(attributes[i].toString(), legal(attributes[i + 1].toString()));
            }
            return this;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    Xml end() {
        try {
            xml.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    Xml element(String element, String text, Object... attributes) {
        begin(element, attributes);
        try {
            xml.writeCharacters(legal(text));
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        return end();
    }

    /** The document, in UTF-8. */
    byte[] bytes() {
        try {
            xml.writeEndDocument();
            xml.close();
            return written.toString().getBytes(StandardCharsets.UTF_8);
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    /** The text with what no XML 1.0 document may hold replaced. */
    static String legal(String text) {
        return text.codePoints()
                .map(character -> isLegal(character) ? character : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isLegal(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || character >= 0x20 && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }

    private static IllegalStateException broken(XMLStreamException e) {
        return new IllegalStateException("Writing XML into memory", e);
    }
}
