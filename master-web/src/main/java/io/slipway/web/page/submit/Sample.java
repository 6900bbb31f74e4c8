// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.submit;

/** The manifest that the editor begins with. */
public final class Sample {
    public static final String MANIFEST = """
            image: debian/bookworm
            packages:
              - jq
            environment:
              greeting: hello
            tasks:
              - build: |
                  echo "$greeting from job $JOB_ID"
                  jq -n '{answer: 42}' | tee answer.json
              - test: |
                  jq -e '.answer == 42' answer.json
            artifacts:
              - answer.json
            """;

    private Sample() {}
}
