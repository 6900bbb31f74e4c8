// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.manifest.Source.Scm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSyntaxTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://h.example/~m/repo               | GIT | https://h.example/~m/repo          | repo    | ''
                    https://h.example/~m/repo.git           | GIT | https://h.example/~m/repo.git      | repo    | ''
                    https://h.example/repo/                 | GIT | https://h.example/repo/            | repo    | ''
                    https://h.example/repo#v1.0             | GIT | https://h.example/repo             | repo    | v1.0
                    https://h.example/repo.git#refs/heads/a | GIT | https://h.example/repo.git         | repo    | refs/heads/a
                    own::https://h.example/repo.git         | GIT | https://h.example/repo.git         | own     | ''
                    own.git::https://h.example/repo         | GIT | https://h.example/repo             | own.git | ''
                    a/b::https://h.example/repo             | GIT | https://h.example/repo             | a/b     | ''
                    ::https://h.example/repo                | GIT | https://h.example/repo             | repo    | ''
                    git+ssh://git@h.example/~m/repo         | GIT | ssh://git@h.example/~m/repo        | repo    | ''
                    hg+https://h.example/repo               | HG  | https://h.example/repo             | repo    | ''
                    hg+https://h.example/repo.git           | HG  | https://h.example/repo.git         | repo.git| ''
                    own::hg+ssh://hg@h.example/r#tip        | HG  | ssh://hg@h.example/r               | own     | tip
                    git@h.example:~m/repo.git               | GIT | git@h.example:~m/repo.git          | repo    | ''
                    git@h.example:repo.git                  | GIT | git@h.example:repo.git             | repo    | ''
                    https://[2001:db8::1]/repo              | GIT | https://[2001:db8::1]/repo         | repo    | ''
                    own::https://[2001:db8::1]/repo         | GIT | https://[2001:db8::1]/repo         | own     | ''
                    /srv/repo.git                           | GIT | /srv/repo.git                      | repo    | ''
                    https://h.example/c++                   | GIT | https://h.example/c++              | c++     | ''
                    """)
    void isReadInItsParts(String text, Scm scm, String url, String directory, String ref) {
        assertThat(SourceSyntax.parse(text)).isEqualTo(new Source(scm, url, directory, ref));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "svn+https://h.example/repo",
                "+https://h.example/repo",
                "https://h.example/repo#",
                "https://h.example/repo#a#b",
                "https://h.example/repo#-x",
                "https://h.example/repo#a b",
                "own::",
                "::",
                "#main",
                "--upload-pack=x",
                "own::--upload-pack=x",
                "https://h.example",
                "https://h.example/",
                "https://h.example/..",
                "https://h.example/.git",
                "../up::https://h.example/repo",
                "a/../../up::https://h.example/repo",
                "/etc::https://h.example/repo",
                "~::https://h.example/repo",
                "a//b::https://h.example/repo",
                "./a::https://h.example/repo",
                "-x::https://h.example/repo",
            })
    void isRefusedWithAReason(String text) {
        assertThatThrownBy(() -> SourceSyntax.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf("allowed", "needed");
    }
}
