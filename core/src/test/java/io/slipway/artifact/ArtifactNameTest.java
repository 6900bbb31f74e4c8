// SPDX-License-Identifier: Apache-2.0
package io.slipway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactNameTest {

    @ParameterizedTest
    @CsvSource({"out/a.tar, a.tar", "/a.tar, a.tar", "a b, a b", "-rf, -rf", "a\\b, a_b", "..., ..."})
    void isTheLastElementOfThePath(String path, String name) {
        assertThat(ArtifactName.ofFile(path).value()).isEqualTo(name);
    }

    @Test
    void ofAFolderSaysHowItIsPacked() {
        assertThat(ArtifactName.ofFolder("out/dist").value()).isEqualTo("dist.tar.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "a\\b", "a\0b", "a\nb", "\ud800"})
    void whatIsNoFileNameIsRefused(String name) {
        assertThat(ArtifactName.isLegal(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new ArtifactName(name));
    }

    @Test
    void aLongNameIsCutAtACharacter() {
        String name = ArtifactName.ofFolder("ä".repeat(200)).value();

        assertThat(name).endsWith("ä.tar.gz");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
    }

    @Property
    void everyPathHasALegalName(@ForAll String path) {
        assertThat(ArtifactName.isLegal(ArtifactName.ofFile(path).value())).isTrue();
        assertThat(ArtifactName.isLegal(ArtifactName.ofFolder(path).value())).isTrue();
    }
}
