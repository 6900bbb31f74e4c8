// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.submit;

import io.slipway.manifest.Finding;
import io.slipway.web.api.Json;
import java.util.List;
import org.primefaces.PrimeFaces;

/** What is wrong with a manifest, as its editor is told. */
public final class EditorFindings {
    private EditorFindings() {}

    /** Puts the findings into the answer that the editor's script reads. */
    public static void tell(List<Finding> findings) {
        PrimeFaces.current()
                .ajax()
                .addCallbackParam(
                        "findings",
                        Json.write(findings.stream().map(FindingJson::of).toList()));
    }

    /** @param consequence such as {@code nothing was submitted} */
    public static String refusal(List<Finding> findings, String consequence) {
        long errors = findings.stream().filter(Finding::isError).count();
        return errors == 1
                ? "The manifest has an error; %s.".formatted(consequence)
                : "The manifest has %d errors; %s.".formatted(errors, consequence);
    }
}
