// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.slipway.envelope.EnrolmentToken;
import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Brings the public keys of a runner to its master, with a token; tried again for a while when the master is not there yet. */
final class EnrolmentCall {
    private static final System.Logger LOG = System.getLogger(EnrolmentCall.class.getName());
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final RunnerName name;

    /** @param master where its API is */
    EnrolmentCall(URI master, RunnerName name) {
        this.address = URI.create(master.toString().replaceFirst("/*$", "") + "/api/runners");
        this.name = name;
    }

    /**
     * Asks until there is an answer that counts.
     *
     * @param redisHash SHA-256 of the password that the runner has made for itself at Redis
     * @param patience how long at the most
     * @return what it knows its masters by from now on
     * @throws ProblemException ENROLMENT_FAILED with what the master said
     */
    Masters send(EnrolmentToken token, PublicKeys keys, String redisHash, Duration patience) {
        HttpRequest request = request(token, keys, redisHash);
        RetryPolicy<HttpResponse<String>> retries = RetryPolicy.<HttpResponse<String>>builder()
                .handle(IOException.class)
                .handleResultIf(EnrolmentCall::isNotThereYet)
                .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .withMaxDuration(patience)
                .onRetry(retry -> {
                    if (retry.getAttemptCount() == 1) {
                        LOG.log(
                                System.Logger.Level.INFO,
                                "Enrolling runner {0}: the master at {1} is not there yet; trying again for {2} s",
                                name,
                                address,
                                patience.toSeconds());
                    }
                })
                .build();
        try {
            HttpResponse<String> response =
                    Failsafe.with(retries).get(() -> client.send(request, BodyHandlers.ofString()));
            return response.statusCode() == CREATED ? masters(response, token) : refusal(response);
        } catch (FailsafeException e) {
            throw failed("no answer for %d s: %s".formatted(patience.toSeconds(), e.getCause()), e);
        }
    }

    /** An application server that has not begun the master yet knows no such address. */
    private static boolean isNotThereYet(HttpResponse<String> response) {
        return response.statusCode() >= SERVER_ERROR || response.statusCode() == NOT_FOUND;
    }

    private HttpRequest request(EnrolmentToken token, PublicKeys keys, String redisHash) {
        try {
            String body = JSON.writeValueAsString(Map.of(
                    "name", name.value(),
                    "verifying_key", keys.verifying().text(),
                    "sealing_key", keys.sealing().text(),
                    "redis_password_sha256", redisHash));
            return HttpRequest.newBuilder(address)
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + token.text())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.DEFECT, "Writing the enrolment of runner `%s`".formatted(name), e);
        }
    }

    private Masters masters(HttpResponse<String> response, EnrolmentToken token) {
        VerifyingKey master;
        SignedSealingKey sealing = null;
        try {
            JsonNode answer = JSON.readTree(response.body());
            master = VerifyingKey.of(answer.path("master_key").asText());
            if (answer.hasNonNull("sealing_key")) {
                sealing = new SignedSealingKey(
                        SealingKey.of(answer.path("sealing_key").asText()),
                        answer.path("sealing_number").asLong(),
                        answer.path("sealing_signature").asText());
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw failed("the answer holds no key of a master", e);
        }
        if (!token.isOf(master)) {
            throw failed(
                    "the answer is of another master than the one that made the token; look who answers there, and revoke the runner",
                    null);
        }
        if (sealing != null && !sealing.isOf(master)) {
            throw failed("the answer has a key to seal to that the master has not signed", null);
        }
        return sealing == null ? new Masters(master, null, 0) : new Masters(master, sealing.key(), sealing.number());
    }

    private Masters refusal(HttpResponse<String> response) {
        String said = response.body();
        try {
            JsonNode error = JSON.readTree(response.body()).path("errors").path(0);
            said = error.isMissingNode()
                    ? said
                    : "%s (%s)"
                            .formatted(
                                    error.path("reason").asText(),
                                    error.path("code").asText());
        } catch (JsonProcessingException e) {
            throw failed("it answered %d, and nothing that a master says".formatted(response.statusCode()), e);
        }
        throw failed("it answered %d: %s".formatted(response.statusCode(), said), null);
    }

    private ProblemException failed(String found, Throwable cause) {
        return new ProblemException(
                Problem.ENROLMENT_FAILED, "Enrolling runner `%s` at `%s`: %s".formatted(name, address, found), cause);
    }
}
