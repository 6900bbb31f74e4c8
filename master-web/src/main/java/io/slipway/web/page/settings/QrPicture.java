// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.Serializable;

/**
 * A QR code as the page draws it.
 *
 * @param size the edge of the picture in modules, with the quiet zone around it
 * @param path of SVG: every dark module, row by row
 */
public record QrPicture(int size, String path) implements Serializable {
    /** Four modules of quiet zone on each side, as the standard asks for. */
    private static final int MARGIN = 4;

    /** @throws IllegalArgumentException when the text is longer than any QR code can be */
    static QrPicture of(String text) {
        try {
            ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
            return new QrPicture(modules.getWidth() + 2 * MARGIN, path(modules));
        } catch (WriterException e) {
            throw new IllegalArgumentException("%d characters as a QR code".formatted(text.length()), e);
        }
    }

    private static String path(ByteMatrix modules) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) == 1) {
                    path.append("M%d %dh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
                }
            }
        }
        return path.toString();
    }
}
