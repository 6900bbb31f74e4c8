// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.manifest.ManifestParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void sampleIsAManifestWithoutAWarning() {
        assertThat(new ManifestParser().parse(Sample.MANIFEST).warnings()).isEmpty();
    }

    @Test
    void editorsFilesAreInTheVersionThatThePageNames() throws IOException {
        String page = Files.readString(Path.of("src/main/webapp/submit.xhtml"));
        Matcher names = Pattern.compile("library=\"webjars\" name=\"([^\"]+)\"").matcher(page);

        int found = 0;
        while (names.find()) {
            found++;
            assertThat(getClass().getResource("/META-INF/resources/webjars/" + names.group(1)))
                    .as(names.group(1))
                    .isNotNull();
        }
        assertThat(found).isEqualTo(3);
    }
}
