// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Repositories over http, on free ports of an address of this machine: git by its own {@code http-backend}, Mercurial by {@code hg serve}. */
public final class HttpServers implements AutoCloseable {
    private final Repositories repositories;
    private final HttpServer git;
    private final Process hg;
    private final int hgPort;

    public HttpServers(Repositories repositories, InetAddress address) throws IOException {
        this.repositories = repositories;
        git = HttpServer.create(new InetSocketAddress(address, 0), 0);
        git.createContext("/", this::answer);
        git.setExecutor(Executors.newCachedThreadPool());
        git.start();
        Path paths = Files.writeString(
                repositories.folder().resolve("web.conf"),
                "[paths]\nhgproject = %s\n".formatted(repositories.hgProject()));
        // Port 0 is any free one; the first line that it prints names it.
        hg = Host.program(
                        repositories.folder(),
                        List.of(
                                "hg",
                                "serve",
                                "-v",
                                "-a",
                                address.getHostAddress(),
                                "-p",
                                "0",
                                "--web-conf",
                                paths.toString()))
                .redirectErrorStream(true)
                .start();
        hgPort = portOf(new BufferedReader(new InputStreamReader(hg.getInputStream(), StandardCharsets.UTF_8)));
    }

    private static int portOf(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.matches("listening at .*:[0-9]+/.*")) {
                return Integer.parseInt(line.replaceAll("listening at http://[^:]*:([0-9]+)/.*", "$1"));
            }
        }
        throw new IOException("hg serve ended");
    }

    public int gitPort() {
        return git.getAddress().getPort();
    }

    public int hgPort() {
        return hgPort;
    }

    private void answer(HttpExchange exchange) throws IOException {
        ProcessBuilder backend = Host.program(repositories.folder(), List.of("git", "http-backend"));
        Map<String, String> environment = backend.environment();
        environment.put("GIT_PROJECT_ROOT", repositories.folder().toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "yes");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        put(environment, "QUERY_STRING", exchange.getRequestURI().getQuery());
        put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        Process process = backend.start();
        try (exchange) {
            try (OutputStream in = process.getOutputStream()) {
                exchange.getRequestBody().transferTo(in);
            }
            int status = headers(process.getInputStream(), exchange);
            exchange.sendResponseHeaders(status, 0);
            process.getInputStream().transferTo(exchange.getResponseBody());
        }
    }

    private static void put(Map<String, String> environment, String name, String value) {
        environment.put(name, value == null ? "" : value);
    }

    /** @return the status that they say */
    private static int headers(InputStream said, HttpExchange exchange) throws IOException {
        int status = 200;
        for (String line = line(said); !line.isEmpty(); line = line(said)) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        return status;
    }

    private static String line(InputStream said) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = said.read(); c >= 0 && c != '\n'; c = said.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        git.stop(0);
        hg.destroy();
    }
}
