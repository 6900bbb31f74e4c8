// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Somebody who calls from an address of his own: one of the many that the loopback interface has. */
record Visitor(URI origin, String address) {

    /** An answer, as text. */
    record Heard(int status, String text) {
        String header(String name) {
            return text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    /** @param headers each with its end of line */
    Heard call(String method, String path, String headers, String body) {
        String request =
                "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(method, path, origin.getAuthority(), headers, body.length(), body);
        try (Socket socket = new Socket(
                InetAddress.getByName(origin.getHost()), origin.getPort(), InetAddress.getByName(address), 0)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Heard(Integer.parseInt(text.split(" ", 3)[1]), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
