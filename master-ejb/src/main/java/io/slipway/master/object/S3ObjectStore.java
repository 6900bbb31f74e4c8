// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.object;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.StoredObject;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** A server that speaks S3: Amazon's, or one of the many that do as it does. */
public final class S3ObjectStore implements ObjectStore {
    private static final Logger LOG = System.getLogger(S3ObjectStore.class.getName());
    private static final int TRIES = 3;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String DEFAULT_REGION = "us-east-1";
    /** Every HTTP client sends them by itself. */
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length");

    private final ObjectSettings settings;
    private final S3Client client;
    private final S3Presigner presigner;
    private volatile boolean prepared;

    public S3ObjectStore(ObjectSettings settings) {
        this.settings = settings;
        StaticCredentialsProvider keys = StaticCredentialsProvider.create(AwsBasicCredentials.create(
                settings.keys().access(), settings.keys().secret()));
        // What a user of this machine has told Amazon's tools is none of the master's settings.
        ProfileFile none = ProfileFile.builder()
                .type(ProfileFile.Type.CONFIGURATION)
                .content(InputStream.nullInputStream())
                .build();
        this.client = S3Client.builder()
                .endpointOverride(settings.upstream())
                .region(Region.of(settings.region()))
                .credentialsProvider(keys)
                .forcePathStyle(settings.pathStyle())
                // Most servers of others do not know the newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .defaultProfileFile(none)
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(TRIES)
                                .build())
                        .build())
                .build();
        this.presigner = S3Presigner.builder()
                .endpointOverride(settings.outside())
                .region(Region.of(settings.region()))
                .credentialsProvider(keys)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build())
                .build();
    }

    @Override
    public String bucket() {
        return settings.bucket();
    }

    @Override
    public String key(String path) {
        return settings.prefix() + path;
    }

    @Override
    public void prepare() {
        if (prepared) {
            return;
        }
        String doing = "Looking for bucket `%s`".formatted(bucket());
        try {
            ask(doing, () -> client.headBucket(request -> request.bucket(bucket())));
        } catch (ProblemException e) {
            if (status(e) == NOT_FOUND) {
                makeBucket();
            } else if (status(e) == FORBIDDEN) {
                // Keys may be good for objects alone; whether they are is seen with the first object.
                LOG.log(Level.WARNING, e.getMessage());
            } else {
                throw e;
            }
        }
        prepared = true;
    }

    private void makeBucket() {
        ask("Making bucket `%s`".formatted(bucket()), () -> {
            try {
                return client.createBucket(request -> request.bucket(bucket()).createBucketConfiguration(place -> {
                    if (!settings.region().equals(DEFAULT_REGION)) {
                        place.locationConstraint(settings.region());
                    }
                }));
            } catch (BucketAlreadyOwnedByYouException e) {
                LOG.log(Level.DEBUG, "Bucket {0} was made by another master", bucket());
                return null;
            }
        });
    }

    @Override
    public PutAddress putAddress(StoredObject object, String md5) {
        PresignedPutObjectRequest signed =
                presigner.presignPutObject(address -> address.signatureDuration(settings.uploadTime())
                        .putObjectRequest(put -> put.bucket(object.bucket())
                                .key(object.key())
                                .contentLength(object.size())
                                .contentMD5(md5)
                                .contentType("application/octet-stream")));
        Map<String, String> headers = new HashMap<>();
        signed.signedHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
            }
        });
        return new PutAddress(URI.create(signed.url().toString()), headers);
    }

    @Override
    public URI getAddress(StoredObject object, String disposition) {
        return URI.create(presigner
                .presignGetObject(address -> address.signatureDuration(settings.downloadTime())
                        .getObjectRequest(get -> get.bucket(object.bucket())
                                .key(object.key())
                                .responseContentType("application/octet-stream")
                                .responseContentDisposition(disposition)))
                .url()
                .toString());
    }

    @Override
    public OptionalLong size(StoredObject object) {
        try {
            return OptionalLong.of(ask(
                            "Looking for object `%s`".formatted(object.key()),
                            () -> client.headObject(
                                    head -> head.bucket(object.bucket()).key(object.key())))
                    .contentLength());
        } catch (ProblemException e) {
            if (status(e) == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    @Override
    public InputStream open(StoredObject object) {
        return ask(
                "Reading object `%s`".formatted(object.key()),
                () -> client.getObject(get -> get.bucket(object.bucket()).key(object.key())));
    }

    @Override
    public void remove(StoredObject object) {
        ask(
                "Removing object `%s`".formatted(object.key()),
                () -> client.deleteObject(
                        remove -> remove.bucket(object.bucket()).key(object.key())));
    }

    private <T> T ask(String doing, Supplier<T> request) {
        try {
            return request.get();
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            throw away(doing, "answered %d %s; look at `artifacts.s3.*`".formatted(e.statusCode(), code), e);
        } catch (SdkException e) {
            throw away(doing, "did not answer in %d tries: %s".formatted(TRIES, e.getMessage()), e);
        }
    }

    private ProblemException away(String doing, String found, Exception cause) {
        return new ProblemException(
                Problem.OBJECTS_AWAY,
                "%s: the object store at `%s` %s".formatted(doing, settings.upstream(), found),
                cause);
    }

    private static int status(ProblemException refused) {
        return refused.getCause() instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    @Override
    public void close() {
        client.close();
        presigner.close();
    }
}
