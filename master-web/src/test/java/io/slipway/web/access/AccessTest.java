// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "token abc", "  Token   abc "})
    void tokenComesInTwoSchemes(String header) {
        assertThat(Credentials.of(header).orElseThrow().token()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Digest x", ""})
    void anotherSchemeIsNoToken(String header) {
        Credentials credentials = Credentials.of(header).orElseThrow();

        assertThatThrownBy(credentials::token).isInstanceOf(ProblemException.class);
    }

    @Test
    void tokenWithoutASchemeIsNotSaidAgain() {
        Credentials credentials = Credentials.of("slipway_secret").orElseThrow();

        assertThat(credentials.toString()).doesNotContain("slipway_secret");
        assertThatThrownBy(credentials::token)
                .hasMessage("Calling with an authorization of one word: `Bearer TOKEN` and `token TOKEN` are allowed");
    }

    @Test
    void basicHoldsNameAndPasswordWithColons() {
        var login = Credentials.of("Basic YW5uOmE6Yg==").orElseThrow().basic();

        assertThat(login.name()).isEqualTo("ann");
        assertThat(login.password()).isEqualTo("a:b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic !!!", "Basic YW5u", "Basic", "Bearer abc"})
    void brokenBasicIsRefused(String header) {
        Credentials credentials = Credentials.of(header).orElseThrow();

        assertThatThrownBy(credentials::basic).isInstanceOf(ProblemException.class);
    }

    @Test
    void nothingSecretIsPrinted() {
        Credentials credentials = Credentials.of("Basic YW5uOnNlY3JldA==").orElseThrow();

        assertThat(credentials.toString()).doesNotContain("YW5u");
        assertThat(credentials.basic().toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "/, false, false",
        "/admin, true, false",
        "/admin.xhtml, true, false",
        "/resubmit/7, true, false",
        "/~ann, false, false",
        "/~ann/job/7/settings/details, true, false",
        "/details.xhtml, true, false",
        "/submit, true, false",
        "/settings, true, false",
        "/secrets, true, false",
        "/secret/delete/x, true, false",
        "/secret-share.xhtml, true, false",
        "/settings.xhtml, true, false",
        "/settings/keys, true, false",
        "/settings/tokens, true, false",
        "/settings-keys.xhtml, true, false",
        "/settings-tokens.xhtml, true, false",
        "/admin/users, true, false",
        "/admin/users/ann, true, false",
        "/users.xhtml, true, false",
        "/user.xhtml, true, false",
        "/password, false, false",
        "/login/openid, false, false",
        "/api/users, false, true",
        "/jobs.xhtml, false, false",
        "/operator, true, false",
        "/operator.xhtml, true, false",
        "/runners, true, false",
        "/runners.xhtml, true, false",
        "/operator/r1:8080/7, true, false",
        "/execution.xhtml, true, false",
        "/operators, false, false",
        "/~ann/job/7, false, false",
        "/login.xhtml, false, false",
        "/api, false, true",
        "/api/jobs, false, true",
        "/apis, false, false",
        "/query, false, true",
        "/query/log/7/log, false, true",
        "/query/api-meta.json, false, true",
        "/queryx, false, false"
    })
    void addressSaysWhetherItNeedsALoginOrIsTheApi(String path, boolean login, boolean api) {
        Address address = new Address(path, "");

        assertThat(address.needsLogin()).isEqualTo(login);
        assertThat(address.isApi()).isEqualTo(api);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tokens, POST, true",
        "/api/tokens, GET, false",
        "/api/tokens/7, DELETE, false",
        "/api/runners, POST, true",
        "/api/runners, GET, false",
        "/api/runners/tokens, POST, false",
        "/api/runners/local/revoke, POST, false",
        "/api/jobs, POST, false",
        "/api/uploads/7/0/x, PUT, true",
        "/api/users, POST, false"
    })
    void onlyUploadsAndWhoMakesATokenBringCredentialsOfTheirOwn(String path, String method, boolean own) {
        assertThat(new Address(path, "").bringsOwnCredentials(method)).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({
        "/submit, true",
        "/~ann/job/7?x=1, true",
        "//evil.example, false",
        "https://evil.example, false",
        "/\\evil.example, false",
        "'', false",
        "javascript:alert(1), false"
    })
    void onlyOwnAddressesFollowALogin(String target, boolean ours) {
        assertThat(Address.isOurs(target)).isEqualTo(ours);
    }
}
