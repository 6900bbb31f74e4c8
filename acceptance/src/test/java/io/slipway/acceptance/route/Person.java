// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An account: with a console session of its own, and with tokens. */
final class Person {
    static final String[] EVERYTHING = {"JOBS:RW", "LOGS:RW", "SECRETS:RW", "PROFILE:RW", "AUDIT:RO"};

    private final String name;
    private final String password;
    private final Visitor browser;
    private final Visitor client;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** Logs in. */
    Person(URI origin, String name, String password) {
        this(origin, name, password, new Visitor(origin));
        assertThat(browser.logIn(name, password).status()).isEqualTo(302);
    }

    private Person(URI origin, String name, String password, Visitor browser) {
        this.name = name;
        this.password = password;
        this.browser = browser;
        this.client = new Visitor(origin);
    }

    /** Makes an account, and logs in to it. */
    static Person made(URI origin, Person administrator, String name) {
        Answer made = administrator.call(
                "POST", "/api/users", "{\"name\": \"%1$s\", \"email\": \"%1$s@mail.example\"}".formatted(name));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String password = "long enough for " + name;
        Visitor browser = new Visitor(origin);
        browser.logInFirst(name, made.json().path("one_time_password").asText(), password);
        return new Person(origin, name, password, browser);
    }

    String name() {
        return name;
    }

    /** That of the account, if it was made here. */
    String email() {
        return name + "@mail.example";
    }

    String password() {
        return password;
    }

    /** The browser in which the person is logged in to the console. */
    Visitor browser() {
        return browser;
    }

    /** Calls the API with a token that has every scope. */
    Answer call(String verb, String path, String body) {
        return client.send(verb, path, body, headers(token(EVERYTHING), body));
    }

    /** A token with every scope but one, and of that one at the most the right to read. */
    String tokenWithout(String scope) {
        String part = scope.split(":")[0];
        List<String> grants = new ArrayList<>(Arrays.stream(EVERYTHING)
                .filter(grant -> !grant.startsWith(part + ":"))
                .toList());
        if (part.equals("LOGS")) {
            grants.remove("JOBS:RW");
        }
        if (scope.endsWith(":RW")) {
            grants.add(part + ":RO");
        }
        return token(grants.toArray(String[]::new));
    }

    String token(String... grants) {
        return tokens.computeIfAbsent(
                String.join(" ", grants),
                known -> made(known, grants).json().path("token").asText());
    }

    /** The answer to a request for a token. */
    Answer made(String label, String... grants) {
        String quoted = Arrays.stream(grants).map("\"%s\""::formatted).collect(Collectors.joining(", ", "[", "]"));
        String basic = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        Answer made = client.send(
                "POST",
                "/api/tokens",
                "{\"name\": \"%s\", \"grants\": %s}".formatted(label, quoted),
                "Authorization",
                "Basic " + basic,
                "Content-Type",
                "application/json");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    /** What goes with a request by token. */
    static String[] headers(String token, String body) {
        List<String> headers = new ArrayList<>();
        if (!token.isEmpty()) {
            headers.addAll(List.of("Authorization", "Bearer " + token));
        }
        if (!body.isEmpty()) {
            headers.addAll(List.of(
                    "Content-Type",
                    body.startsWith(Requests.BOUNDARY)
                            ? "multipart/form-data; boundary=" + Requests.BOUNDARY.substring(2)
                            : "application/json"));
        }
        return headers.toArray(String[]::new);
    }
}
