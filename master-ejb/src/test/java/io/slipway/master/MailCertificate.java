// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A mail server that speaks TLS, with a certificate that nobody but its own file vouches for. */
final class MailCertificate implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path file;
    private final GreenMail server;

    private MailCertificate(Path file, GreenMail server) {
        this.file = file;
        this.server = server;
    }

    /** For the address that it has. */
    static MailCertificate make() throws IOException, InterruptedException, GeneralSecurityException {
        return make("ip:127.0.0.1");
    }

    /** For another host than it is on. */
    static MailCertificate of(String host) throws IOException, InterruptedException, GeneralSecurityException {
        return make("dns:" + host);
    }

    private static MailCertificate make(String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "rigs")), "mail")
                .toAbsolutePath();
        Path store = folder.resolve("server.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=mail",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes());
        if (made.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        System.setProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY, store.toString());
        System.setProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY, PASSWORD);
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        return new MailCertificate(certificate(store, folder.resolve("server.pem")), server);
    }

    private static Path certificate(Path store, Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String base64 = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("server").getEncoded());
        return Files.writeString(
                file, "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(base64));
    }

    /** The certificate in PEM form. */
    Path file() {
        return file;
    }

    GreenMail server() {
        return server;
    }

    @Override
    public void close() {
        server.stop();
        System.clearProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY);
        System.clearProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY);
    }
}
