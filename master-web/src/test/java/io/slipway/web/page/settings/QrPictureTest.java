// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrPictureTest {
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

    @Test
    void pictureIsReadAsTheTextThatItWasMadeOf() throws Exception {
        String text = "otpauth://totp/Slipway%20ci.example.org:" + "a".repeat(64)
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Slipway%20ci.example.org&algorithm=SHA1&digits=6&period=30";

        QrPicture picture = QrPicture.of(text);

        assertThat(new Decoder().decode(modules(picture)).getText()).isEqualTo(text);
    }

    @Test
    void fourModulesAroundItAreLight() {
        QrPicture picture = QrPicture.of("x");

        Matcher module = MODULE.matcher(picture.path());
        int last = picture.size() - 5;
        while (module.find()) {
            assertThat(Integer.parseInt(module.group(1))).isBetween(4, last);
            assertThat(Integer.parseInt(module.group(2))).isBetween(4, last);
        }
    }

    private static BitMatrix modules(QrPicture picture) {
        BitMatrix modules = new BitMatrix(picture.size() - 8);
        Matcher module = MODULE.matcher(picture.path());
        while (module.find()) {
            modules.set(Integer.parseInt(module.group(1)) - 4, Integer.parseInt(module.group(2)) - 4);
        }
        return modules;
    }
}
