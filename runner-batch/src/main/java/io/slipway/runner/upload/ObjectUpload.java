// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.WorkOrder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hands a file to the object store of the master: asks the master for an address, puts the bytes there, and tells the master. The address alone gives
 * the right to do so; it is written nowhere, and the master's token does not go with it.
 */
final class ObjectUpload {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("<Code>(\\w{1,64})</Code>");
    private static final Duration MASTER_ANSWER = Duration.ofMinutes(2);
    private static final int ADDRESSES = 2;
    private static final int NO_CONTENT = 204;
    private static final int SUCCESS_BELOW = 300;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;

    private final Exchange exchange;
    private final Duration answer;

    /** @param answer how long one try to put the bytes may take */
    ObjectUpload(Exchange exchange, Duration answer) {
        this.exchange = exchange;
        this.answer = answer;
    }

    /**
     * What goes where.
     *
     * @param artifact the master's address of it
     */
    record Handover(WorkOrder order, URI artifact, String name, Path file) {}

    /** What the master answers when it is asked. */
    private record Place(String object, URI address, Map<String, String> headers) {
        String store() {
            return address.getScheme() + "://" + address.getAuthority();
        }
    }

    /**
     * Uploads a file.
     *
     * @param check throws when nobody waits for it any more
     * @return false when the master wants the bytes itself
     * @throws ProblemException ARTIFACT_TOO_LARGE or UPLOAD_FAILED
     * @throws IOException when the master does not answer
     */
    boolean send(Handover handover, Runnable check) throws IOException {
        Offer offer = Offer.of(handover.file());
        for (int left = ADDRESSES; ; left--) {
            Optional<Place> place = ask(handover, offer, check);
            if (place.isEmpty()) {
                return false;
            }
            HttpResponse<String> stored = put(handover, place.get(), check);
            if (stored.statusCode() < SUCCESS_BELOW) {
                tell(handover, place.get(), check);
                return true;
            }
            // An address is good for a short time; that of a file that waited long may be so no more.
            if (stored.statusCode() != FORBIDDEN || left == 1) {
                throw refused(
                        handover, place.get(), "answered %d%s".formatted(stored.statusCode(), code(stored)), null);
            }
        }
    }

    private Optional<Place> ask(Handover handover, Offer offer, Runnable check) throws IOException {
        String body = JSON.writeValueAsString(
                Map.of("size", Long.toString(offer.size()), "sha256", offer.sha256(), "md5", offer.md5()));
        HttpRequest.Builder request = HttpRequest.newBuilder(handover.artifact())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        HttpResponse<String> response = master(handover, request, check);
        return response.statusCode() == NO_CONTENT ? Optional.empty() : Optional.of(place(handover, response.body()));
    }

    private static Place place(Handover handover, String body) {
        try {
            JsonNode place = JSON.readTree(body);
            Map<String, String> headers = new HashMap<>();
            place.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            return new Place(
                    place.path("object").asText(),
                    URI.create(place.path("address").asText()),
                    headers);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw failed(handover, "the master did not answer with an address", e);
        }
    }

    private HttpResponse<String> put(Handover handover, Place place, Runnable check) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(place.address())
                    // Without a word about HTTP/2, which would not be signed.
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(answer)
                    .PUT(BodyPublishers.ofFile(handover.file()));
            place.headers().forEach(request::header);
            return exchange.send(request.build(), BodyHandlers.ofString(), check);
        } catch (IOException e) {
            // The message may say the address.
            String what = e.getClass().getSimpleName();
            throw refused(handover, place, "did not answer in %d tries (%s)".formatted(exchange.tries(), what), e);
        }
    }

    private void tell(Handover handover, Place place, Runnable check) throws IOException {
        URI kept = URI.create("%s/objects/%s/kept".formatted(handover.order().uploads(), place.object()));
        master(handover, HttpRequest.newBuilder(kept).POST(BodyPublishers.noBody()), check);
    }

    private HttpResponse<String> master(Handover handover, HttpRequest.Builder request, Runnable check)
            throws IOException {
        HttpResponse<String> response = exchange.send(
                request.timeout(MASTER_ANSWER)
                        .header("Authorization", "Bearer " + handover.order().uploadToken())
                        .build(),
                BodyHandlers.ofString(),
                check);
        if (response.statusCode() == TOO_LARGE) {
            throw new ProblemException(
                    Problem.ARTIFACT_TOO_LARGE,
                    "Uploading artifact `%s`: it is larger than the store takes".formatted(handover.name()));
        }
        if (response.statusCode() >= SUCCESS_BELOW) {
            throw failed(
                    handover, "the master answered %d: %s".formatted(response.statusCode(), response.body()), null);
        }
        return response;
    }

    /** The store's own word for what is wrong; more of its answer may say how addresses are signed. */
    private static String code(HttpResponse<String> response) {
        Matcher code = CODE.matcher(response.body());
        return code.find() ? " " + code.group(1) : "";
    }

    private static ProblemException refused(Handover handover, Place place, String found, Throwable cause) {
        return failed(
                handover,
                "the object store at `%s` %s; look whether it is up and this runner reaches it, then submit the job again"
                        .formatted(place.store(), found),
                cause);
    }

    private static ProblemException failed(Handover handover, String found, Throwable cause) {
        return new ProblemException(
                Problem.UPLOAD_FAILED, "Uploading artifact `%s`: %s".formatted(handover.name(), found), cause);
    }
}
