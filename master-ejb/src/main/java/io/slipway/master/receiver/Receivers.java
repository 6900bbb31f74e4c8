// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import io.slipway.signature.WebhookKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * POSTs JSON, signed so that receivers know that this service sent it, to addresses of users. Follows no redirect: the address that the user gave
 * is the one that is told. Goes through no proxy, which would look names up by itself. Safe for many threads.
 */
public final class Receivers {
    private static final int NONCE_BYTES = 8;
    private static final int CHUNK = 8_192;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final MediaType JSON = MediaType.get("application/json");

    private final WebhookKey key;
    private final SecureRandom random;
    private final OkHttpClient client;

    public Receivers(Networks networks, WebhookKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
        Dispatcher dispatcher = new Dispatcher(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "slipway-receiver");
            thread.setDaemon(true);
            return thread;
        }));
        // Who calls bounds how many calls there are.
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .socketFactory(new PermittedSockets(networks))
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(LONGEST_SILENCE)
                .readTimeout(LONGEST_SILENCE)
                .writeTimeout(LONGEST_SILENCE)
                .build();
    }

    /**
     * A request.
     *
     * @param target whose user and password, if it has some, are sent too
     * @param headers besides the usual ones
     */
    public record Post(String target, String body, Map<String, String> headers) {}

    /**
     * What was answered.
     *
     * @param body its beginning, as far as it came
     */
    public record Reply(int status, HttpHeaders headers, byte[] body) {}

    /**
     * Calls a receiver once.
     *
     * @param longest until the whole answer must be there
     * @param most how much of the answer's body is read
     * @throws IllegalArgumentException when the target cannot be called
     * @throws ForbiddenAddressException when it may not be called
     * @throws IOException when nobody answered
     * @throws TimeoutException when no whole answer came in time
     * @throws InterruptedException when the caller is to end: whether it was taken is not known then
     */
    public Reply call(Post post, Duration longest, int most)
            throws IOException, TimeoutException, InterruptedException {
        Call call = client.newCall(request(post));
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        call.enqueue(new Answered(reply, most));
        try {
            return reply.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            // Without effect when it has ended.
            call.cancel();
        }
    }

    /** Lets go of threads and connections; calls nobody afterwards. */
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private Request request(Post post) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        byte[] signature = key.sign((post.body() + nonce).getBytes(StandardCharsets.UTF_8));
        Request.Builder request = new Request.Builder()
                .url(post.target())
                .header("User-Agent", "Slipway")
                .header("Accept-Encoding", "identity")
                .header("X-Payload-Nonce", nonce)
                .header("X-Payload-Signature", Base64.getEncoder().encodeToString(signature))
                .post(RequestBody.create(post.body().getBytes(StandardCharsets.UTF_8), JSON));
        post.headers().forEach(request::header);
        String user = URI.create(post.target()).getUserInfo();
        if (user != null) {
            String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + encoded);
        }
        return request.build();
    }

    /** Reads no more of a body than is kept; one that breaks off is as long as it was. */
    private record Answered(CompletableFuture<Reply> reply, int most) implements Callback {
        private static final System.Logger LOG = System.getLogger(Receivers.class.getName());

        @Override
        public void onFailure(Call call, IOException failure) {
            reply.completeExceptionally(failure);
        }

        @Override
        public void onResponse(Call call, Response response) {
            try (response) {
                reply.complete(new Reply(
                        response.code(),
                        HttpHeaders.of(response.headers().toMultimap(), (name, value) -> true),
                        beginning(response.body().byteStream())));
            } catch (RuntimeException e) {
                reply.completeExceptionally(e);
            }
        }

        private byte[] beginning(InputStream body) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            try {
                for (int n = 0; n >= 0 && kept.size() < most; ) {
                    n = body.read(chunk, 0, Math.min(chunk.length, most - kept.size()));
                    kept.write(chunk, 0, Math.max(n, 0));
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "An answer breaks off after {0} bytes: {1}", kept.size(), e);
            }
            return kept.toByteArray();
        }
    }
}
