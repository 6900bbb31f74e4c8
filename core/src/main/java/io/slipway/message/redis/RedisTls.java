// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * How the two ends of a connection by {@code rediss://} know each other. Every file is in PEM form; a path that is empty is none.
 *
 * @param authorities certificates, one of which has signed the server's; none for Java's own
 * @param certificate this side's certificate, with those that have signed it
 * @param key the private key of that, in PKCS #8 form and not encrypted
 */
public record RedisTls(String authorities, String certificate, String key) {
    /** Java's own authorities, and no certificate of this side's. */
    public static final RedisTls PLAIN = new RedisTls("", "", "");

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    public RedisTls {
        requireNonNull(authorities, "authorities");
        requireNonNull(certificate, "certificate");
        requireNonNull(key, "key");
    }

    /** Keys {@code redis.tls.authorities}, {@code redis.tls.certificate}, {@code redis.tls.key}. */
    static RedisTls from(Settings settings) {
        RedisTls tls = new RedisTls(
                settings.text("redis.tls.authorities", ""),
                settings.text("redis.tls.certificate", ""),
                settings.text("redis.tls.key", ""));
        if (tls.certificate.isEmpty() != tls.key.isEmpty()) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading keys `redis.tls.certificate` and `redis.tls.key`: one of them is set; both or none is allowed");
        }
        return tls;
    }

    /** Whom this side trusts; empty for Java's own authorities. */
    Optional<TrustManagerFactory> trusted() {
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate authority : certificates(authorities)) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Optional.of(factory);
        } catch (IOException | GeneralSecurityException e) {
            throw illegal("redis.tls.authorities", authorities, e);
        }
    }

    /** What this side shows of itself; empty for nothing. */
    Optional<KeyManagerFactory> shown() {
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore store = emptyStore();
            Certificate[] chain = certificates(certificate);
            store.setKeyEntry("own", privateKey(chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return Optional.of(factory);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw illegal("redis.tls.certificate` and `redis.tls.key", certificate + "` and `" + key, e);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(String file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Certificate[] all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(Certificate.class::cast)
                    .toArray(Certificate[]::new);
            if (all.length == 0) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            return all;
        }
    }

    private PrivateKey privateKey(String algorithm) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(Path.of(key), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new GeneralSecurityException("there is no `PRIVATE KEY` in it, or it is encrypted");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static ProblemException illegal(String keys, String files, Exception cause) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Reading `%s`, files `%s`: %s; PEM is allowed".formatted(keys, files, cause.getMessage()),
                cause);
    }
}
