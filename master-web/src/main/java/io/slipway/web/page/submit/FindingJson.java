// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.submit;

import io.slipway.manifest.Finding;

/** A finding as the editor shows it beside its line. */
public record FindingJson(int line, int column, boolean error, String sentence, String code) {
    static FindingJson of(Finding finding) {
        return new FindingJson(
                finding.line(),
                finding.column(),
                finding.isError(),
                finding.sentence(),
                finding.problem().code());
    }
}
