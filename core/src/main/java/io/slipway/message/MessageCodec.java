// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;

/**
 * Turns the messages of one kind into JSON and back; safe for many threads.
 *
 * @param <T> {@link RunnerMessage} or {@link RunnerEvent}
 */
public final class MessageCodec<T> {
    private final Class<T> kind;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private MessageCodec(Class<T> kind) {
        this.kind = kind;
        this.writer = MessageJson.mapper().writerFor(kind);
        this.reader = MessageJson.mapper().readerFor(kind);
    }

    /** The codec of what masters say to runners. */
    public static MessageCodec<RunnerMessage> runnerMessages() {
        return new MessageCodec<>(RunnerMessage.class);
    }

    /** The codec of what runners say to masters. */
    public static MessageCodec<RunnerEvent> runnerEvents() {
        return new MessageCodec<>(RunnerEvent.class);
    }

    /** One line of JSON. */
    public String encode(T message) {
        try {
            return writer.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Problem.DEFECT,
                    "Writing a %s as JSON: %s".formatted(kind.getSimpleName(), e.getOriginalMessage()),
                    e);
        }
    }

    /** @throws ProblemException when the text is not a message of this kind; its sentence leaves out the text itself */
    public T decode(String json) {
        try {
            T message = reader.readValue(json);
            if (message != null) {
                return message;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw notAMessage(e.getClass().getSimpleName(), e);
        }
        throw notAMessage("`null`", null);
    }

    private ProblemException notAMessage(String found, Throwable cause) {
        return new ProblemException(
                Problem.REQUEST_ILLEGAL,
                "Reading a %s: found %s; its JSON with a known `type` is allowed"
                        .formatted(kind.getSimpleName(), found),
                cause);
    }
}
