// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.signature.SignatureConfig;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/**
 * The key that the master signs with: an Ed25519 keyset of Tink in a file that its owner alone may read. The public half stands beside it, in a
 * file of the same name and {@code .pub}, to be given to the runners.
 */
public final class SigningKey implements Signatures {
    private final PublicKeySign key;

    private SigningKey(PublicKeySign key) {
        this.key = key;
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static SigningKey open(Path file) {
        try {
            SignatureConfig.register();
            KeysetHandle keys = Files.exists(file) ? read(file) : make(file);
            write(
                    publicHalf(file),
                    TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(keys.getPublicKeysetHandle()),
                    "rw-r--r--");
            return new SigningKey(keys.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading the signing key `%s`: it holds no key to sign with; without the file a new one is made"
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading or making the signing key `%s`: %s".formatted(file, e), e);
        }
    }

    /** The file that runners get. */
    public static Path publicHalf(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    private static KeysetHandle read(Path file) throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
    }

    private static KeysetHandle make(Path file) throws IOException, GeneralSecurityException {
        KeysetHandle keys = KeysetHandle.generateNew(PredefinedSignatureParameters.ED25519);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        write(file, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()), "rw-------");
        return keys;
    }

    /** Whole or not at all, and never readable by more than it is to be. */
    private static void write(Path file, String text, String permissions) throws IOException {
        Path part = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                file.getFileName().toString(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, text);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString(permissions));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<String> sign(String text) {
        try {
            byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(Base64.getEncoder().encodeToString(signature));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Signing a message: " + e.getMessage(), e);
        }
    }

    /** Who signs reads nothing of its own. */
    @Override
    public boolean fits(String text, String signature) {
        return false;
    }
}
