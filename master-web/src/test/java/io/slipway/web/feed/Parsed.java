// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** What a parser makes of XML; it fails when that is not well-formed. */
final class Parsed {
    private Parsed() {}

    static Document xml(byte[] bytes) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(bytes));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(
                    "not well-formed: " + new String(bytes, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }
}
