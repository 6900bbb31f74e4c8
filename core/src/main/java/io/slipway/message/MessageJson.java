// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;

/**
 * How messages look as JSON: value types are plain values, closed choices carry a tag, times are ISO 8601.
 *
 * <p>Fields that are not known are ignored, so that an older side reads what a newer one writes. Uses only what every Jackson
 * 2.x has, and no further Jackson module, because an application server may put its own Jackson before ours.
 */
final class MessageJson {
    private MessageJson() {}

    static ObjectMapper mapper() {
        return new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .registerModule(words())
                .addMixIn(Outcome.class, TaggedOutcome.class)
                .addMixIn(Secret.class, TaggedSecret.class);
    }

    private static SimpleModule words() {
        SimpleModule words = new SimpleModule("slipway-words");
        number(words, JobId.class, JobId::value, JobId::new);
        text(words, TaskName.class, TaskName::value, TaskName::new);
        text(words, RunnerName.class, RunnerName::value, RunnerName::new);
        text(words, ImageName.class, ImageName::value, ImageName::new);
        text(words, Arch.class, Arch::value, Arch::new);
        text(words, LogName.class, LogName::value, LogName::new);
        text(words, SecretPath.class, SecretPath::value, SecretPath::new);
        number(words, FileMode.class, mode -> (long) mode.bits(), bits -> new FileMode(Math.toIntExact(bits)));
        text(words, SecretContent.class, MessageJson::base64, MessageJson::content);
        text(words, Instant.class, Instant::toString, Instant::parse);
        text(words, Duration.class, Duration::toString, Duration::parse);
        return words;
    }

    private static String base64(SecretContent content) {
        return Base64.getEncoder().encodeToString(content.bytes());
    }

    private static SecretContent content(String base64) {
        return new SecretContent(Base64.getDecoder().decode(base64));
    }

    private static <V> void text(
            SimpleModule module, Class<V> type, Function<V, String> value, Function<String, V> of) {
        module.addSerializer(type, new StdScalarSerializer<V>(type) {
            @Override
            public void serialize(V word, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(value.apply(word));
            }
        });
        module.addDeserializer(type, new StdScalarDeserializer<V>(type) {
            @Override
            public V deserialize(JsonParser json, DeserializationContext context) throws IOException {
                if (!json.hasToken(JsonToken.VALUE_STRING)) {
                    throw context.wrongTokenException(json, type, JsonToken.VALUE_STRING, "text is allowed");
                }
                return of.apply(json.getText());
            }
        });
    }

    private static <V> void number(SimpleModule module, Class<V> type, Function<V, Long> value, Function<Long, V> of) {
        module.addSerializer(type, new StdScalarSerializer<V>(type) {
            @Override
            public void serialize(V word, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeNumber(value.apply(word));
            }
        });
        module.addDeserializer(type, new StdScalarDeserializer<V>(type) {
            @Override
            public V deserialize(JsonParser json, DeserializationContext context) throws IOException {
                if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                    throw context.wrongTokenException(json, type, JsonToken.VALUE_NUMBER_INT, "a number is allowed");
                }
                return of.apply(json.getLongValue());
            }
        });
    }

    /** The tags of outcomes; they stand here because {@link Outcome} knows nothing of JSON. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "succeeded"),
        @JsonSubTypes.Type(value = Outcome.TaskFailed.class, name = "task-failed"),
        @JsonSubTypes.Type(value = Outcome.StepFailed.class, name = "step-failed"),
        @JsonSubTypes.Type(value = Outcome.TimedOut.class, name = "timed-out"),
        @JsonSubTypes.Type(value = Outcome.Cancelled.class, name = "cancelled"),
        @JsonSubTypes.Type(value = Outcome.RunnerFailed.class, name = "runner-failed"),
    })
    private interface TaggedOutcome {}

    /** The tags of secrets; what they say of themselves beside their fields is not written. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Secret.SshKey.class, name = "ssh-key"),
        @JsonSubTypes.Type(value = Secret.PgpKey.class, name = "pgp-key"),
        @JsonSubTypes.Type(value = Secret.FileSecret.class, name = "file"),
    })
    private interface TaggedSecret {}
}
