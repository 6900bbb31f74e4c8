// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser that runs no scripts: keeps cookies, follows nothing, and sends forms as pages have them. */
public final class Visitor {
    private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");
    private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile(" value=\"([^\"]*)\"");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final URI origin;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client;

    public Visitor(URI origin) {
        this.origin = origin;
        this.client = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** @param headers names and values, by turns */
    public Answer send(String verb, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .timeout(LONGEST)
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return new Answer(client.send(
                    (headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s %s".formatted(verb, path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI address(String path) {
        return origin.resolve(path.replace(" ", "%20"));
    }

    /** What a form of a page would send by itself, read from the page. */
    public Map<String, String> form(String page, String form) {
        String html = get(page).text();
        int begin = html.indexOf("<form id=\"%s\"".formatted(form));
        assertThat(begin).as("form `%s` of %s: %s", form, page, html).isPositive();
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(html.substring(begin, html.indexOf("</form>", begin)));
        while (hidden.find()) {
            fields.put(in(NAME, hidden.group()), in(VALUE, hidden.group()));
        }
        return fields;
    }

    private static String in(Pattern pattern, String element) {
        Matcher found = pattern.matcher(element);
        return found.find() ? found.group(1).replace("&amp;", "&") : "";
    }

    /** Sends fields as a form does. */
    public Answer post(String page, Map<String, String> fields, String... headers) {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/x-www-form-urlencoded";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("POST", page, body, all);
    }

    /** Fills in a form of a page and presses a button of it. */
    public Answer submit(String page, String form, String button, Map<String, String> filled) {
        Map<String, String> fields = form(page, form);
        fields.putAll(filled);
        fields.put(button, "x");
        return post(page, fields);
    }

    public Answer logIn(String user, String password) {
        return submit("/login", "login", "login:enter", Map.of("login:username", user, "login:password", password));
    }

    /** Logs in with a one-time password, and chooses another. */
    public void logInFirst(String user, String oneTime, String password) {
        assertThat(logIn(user, oneTime).header("Location")).contains("/password");
        Answer chosen =
                submit("/password", "choice", "choice:take", Map.of("choice:new", password, "choice:again", password));
        assertThat(chosen.status()).as(chosen.text()).isEqualTo(302);
    }

    /** The session's cookie. */
    public Optional<HttpCookie> session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("SLIPWAY"))
                .findFirst();
    }

    /** Comes with another session's cookie from now on. */
    public void take(HttpCookie session) {
        cookies.getCookieStore().removeAll();
        cookies.getCookieStore().add(origin, session);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
