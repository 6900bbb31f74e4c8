// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookPart;
import io.slipway.master.webhook.WebhookView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have which webhooks, and who sees them. */
class KeepWebhooksTest {
    private static final String URL = "https://hook.example/";
    private static final String QUERY = "{webhook {uuid}}";
    private static final List<WebhookEvent> CREATED = List.of(WebhookEvent.JOB_CREATED);

    private MasterRig rig;
    private Caller owner;
    private Caller stranger;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        owner = rig.user("owner");
        stranger = rig.user("stranger");
    }

    @Test
    void webhooksAreTheirOwnersAlone() {
        WebhookView first = webhook(CREATED);
        WebhookView second = webhook(List.of(WebhookEvent.JOB_UPDATED, WebhookEvent.JOB_UPDATED));

        WebhookPart<WebhookView> page = list(owner, 0, 1);

        assertThat(second.events()).containsExactly(WebhookEvent.JOB_UPDATED);
        assertThat(page.results()).containsExactly(second);
        assertThat(list(owner, page.next(), 1)).isEqualTo(new WebhookPart<>(List.of(first), 0));
        assertThat(list(stranger, 0, 10).results()).isEmpty();
        assertThat(list(rig.admin, 0, 10).results()).isEmpty();
        assertThat(problemOf(() -> find(stranger, first))).isEqualTo(Problem.WEBHOOK_UNKNOWN);
        assertThat(problemOf(() -> delete(stranger, first))).isEqualTo(Problem.WEBHOOK_UNKNOWN);
        assertThat(delete(owner, first)).isEqualTo(first);
        assertThat(problemOf(() -> find(owner, first))).isEqualTo(Problem.WEBHOOK_UNKNOWN);
    }

    @Test
    void deliveriesAreListedInPagesNewestFirstToTheOwnerAlone() {
        WebhookView webhook = webhook(CREATED);
        for (int i = 0; i < 3; i++) {
            rig.submit(owner);
        }

        WebhookPart<WebhookDelivery> first = deliveries(owner, webhook, 0, 2).get(webhook.id());
        WebhookPart<WebhookDelivery> second =
                deliveries(owner, webhook, first.next(), 2).get(webhook.id());

        assertThat(first.results())
                .hasSize(2)
                .allMatch(delivery -> delivery.requestBody().isEmpty() && delivery.responseStatus() == null);
        assertThat(second.results()).hasSize(1).doesNotContainAnyElementsOf(first.results());
        assertThat(second.next()).isZero();
        assertThat(deliveries(stranger, webhook, 0, 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "ftp://hook.example/", "http:///path", "https://", "file:///etc/passwd"})
    void addressThatCannotBeCalledIsRefused(String url) {
        assertThat(problemOf(() -> create(owner, new NewWebhook(url, CREATED, QUERY))))
                .isEqualTo(Problem.WEBHOOK_ILLEGAL);
    }

    @Test
    void webhookNeedsAnEventAndAQueryOfText() {
        for (NewWebhook illegal : List.of(
                new NewWebhook(URL, List.of(), QUERY),
                new NewWebhook(URL, CREATED, "x".repeat(16_385)),
                new NewWebhook(URL, CREATED, "a\0"),
                new NewWebhook(URL + "x".repeat(2_048), CREATED, QUERY))) {
            assertThat(problemOf(() -> create(owner, illegal))).isEqualTo(Problem.WEBHOOK_ILLEGAL);
        }
    }

    @Test
    void whoMayNotLookAtJobsIsToldNothingOfThem() {
        Caller secretsOnly = new Caller(owner.userId(), "owner", false, Set.of(Grant.of("SECRETS:RW")));

        assertThat(problemOf(() -> create(secretsOnly, new NewWebhook(URL, CREATED, QUERY))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> create(Caller.ANONYMOUS, new NewWebhook(URL, CREATED, QUERY))))
                .isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void webhookIsSeenByTokensAloneThatMayReadWhatItsQueryRead() {
        WebhookView mine = webhook(CREATED);
        WebhookView narrow = create(token("JOBS:RO"), new NewWebhook(URL, CREATED, QUERY));
        rig.submit(owner);

        assertThat(list(token("JOBS:RW"), 0, 10).results()).containsExactly(narrow);
        assertThat(problemOf(() -> find(token("JOBS:RW", "LOGS:RO"), mine))).isEqualTo(Problem.WEBHOOK_UNKNOWN);
        assertThat(problemOf(() -> delete(token("JOBS:RW"), mine))).isEqualTo(Problem.WEBHOOK_UNKNOWN);
        assertThat(deliveries(token("JOBS:RO"), mine, 0, 2)).isEmpty();
        assertThat(deliveries(token("JOBS:RO"), narrow, 0, 2)).hasSize(1);
        assertThat(list(token("JOBS:RO", "LOGS:RO", "SECRETS:RO", "PROFILE:RO"), 0, 10)
                        .results())
                .containsExactly(narrow, mine);
    }

    @Test
    void tokenThatMayNotLookAtJobsSeesNoWebhook() {
        WebhookView webhook = webhook(CREATED);
        Caller profileOnly = token("PROFILE:RW");

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> list(profileOnly, 0, 10),
                () -> find(profileOnly, webhook),
                () -> delete(profileOnly, webhook),
                () -> deliveries(profileOnly, webhook, 0, 2))) {
            assertThat(problemOf(call)).isEqualTo(Problem.SCOPE_MISSING);
        }
    }

    @Test
    void jobMakesNoWebhookThatWouldOutliveIt() {
        Caller job = Caller.job(owner.userId(), "owner", owner.grants());

        assertThat(problemOf(() -> create(job, new NewWebhook(URL, CREATED, QUERY))))
                .isEqualTo(Problem.NOT_PERMITTED);
    }

    @Test
    void nobodyHasMoreThanAHundred() {
        for (int i = 0; i < 100; i++) {
            webhook(CREATED);
        }

        assertThat(problemOf(() -> webhook(CREATED))).isEqualTo(Problem.WEBHOOK_ILLEGAL);
        assertThat(create(stranger, new NewWebhook(URL, CREATED, QUERY))).isNotNull();
    }

    private Caller token(String... grants) {
        return new Caller(
                owner.userId(), "owner", false, Stream.of(grants).map(Grant::of).collect(Collectors.toSet()));
    }

    private WebhookView webhook(List<WebhookEvent> events) {
        return create(owner, new NewWebhook(URL, events, QUERY));
    }

    private WebhookView create(Caller caller, NewWebhook webhook) {
        return rig.within(() -> rig.master.webhooks().create(caller, webhook));
    }

    private WebhookView find(Caller caller, WebhookView webhook) {
        return rig.within(() -> rig.master.webhooks().find(caller, webhook.id()));
    }

    private WebhookView delete(Caller caller, WebhookView webhook) {
        return rig.within(() -> rig.master.webhooks().delete(caller, webhook.id()));
    }

    private WebhookPart<WebhookView> list(Caller caller, long start, int size) {
        return rig.within(() -> rig.master.webhooks().list(caller, start, size));
    }

    private Map<Long, WebhookPart<WebhookDelivery>> deliveries(
            Caller caller, WebhookView webhook, long start, int size) {
        return rig.within(() -> rig.master.webhooks().deliveries(caller, Map.of(webhook.id(), start), size));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
