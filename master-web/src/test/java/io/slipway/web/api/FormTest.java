// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void formSaysWhatJsonSays() {
        assertThat(json("manifest=image%3A+x%0A&tags=one&tags=two&execute=false&note="))
                .isEqualTo("{\"manifest\":\"image: x\\n\",\"tags\":[\"one\",\"two\"],\"execute\":false,\"note\":\"\"}");
        assertThat(json("")).isEqualTo("{}");
        assertThat(json("&a&")).isEqualTo("{\"a\":\"\"}");
    }

    @Test
    void flagThatIsNoneStaysWhatItIsToBeRefused() {
        assertThatThrownBy(() ->
                        Fields.of(json("execute=maybe"), Set.of("execute")).flag("execute", true))
                .hasMessageContaining("`execute`");
    }

    @Test
    void fieldThatIsThereTwiceAndAFormThatIsNoneAreRefused() {
        assertThatThrownBy(() -> json("note=a&note=b"))
                .hasMessageContaining("`note`")
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> json("note=%zz")).hasMessageContaining("`%zz`");
    }

    private static String json(String form) {
        return Form.json(form, Set.of("tags"), Set.of("execute"));
    }
}
