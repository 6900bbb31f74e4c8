// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.access.Caller;
import io.slipway.master.sshkey.SampleKeys;
import io.slipway.master.sshkey.SshKey;
import io.slipway.message.WorkOrder;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizedKeysTest {
    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void anOrderCarriesTheKeysOfTheJobsOwnerTheOldestFirst() {
        add(rig.admin, SampleKeys.ANN, "");
        add(rig.admin, SampleKeys.ed25519(1), "");

        assertThat(rig.handedOver().sshKeys()).containsExactly(SampleKeys.ANN, SampleKeys.ed25519(1));
    }

    @Test
    void everyOrderOfAHandOverCarriesTheKeysOfItsOwnOwner() {
        Caller ann = rig.user("ann");
        Caller bob = rig.user("bob");
        add(ann, SampleKeys.ed25519(1), "");
        add(bob, SampleKeys.ed25519(2), "");
        for (Caller owner : List.of(ann, bob, rig.admin, ann)) {
            rig.queue(owner);
        }

        rig.beat(4);
        rig.handOver();

        assertThat(orders())
                .hasSize(4)
                .allSatisfy(order -> assertThat(order.sshKeys())
                        .isEqualTo(
                                switch (order.owner()) {
                                    case "ann" -> List.of(SampleKeys.ed25519(1));
                                    case "bob" -> List.of(SampleKeys.ed25519(2));
                                    default -> List.of();
                                }));
    }

    @Test
    void anOrderThatIsSentAgainCarriesTheKeysThatThereAreThen() {
        SshKey gone = add(rig.admin, SampleKeys.ed25519(1), "");
        assertThat(rig.handedOver().sshKeys()).hasSize(1);
        rig.messages.forget();

        rig.transaction.separate(() -> rig.master.sshKeys().remove(rig.admin, gone.id()));
        add(rig.admin, SampleKeys.ed25519(2), "");
        rig.beat(1);
        rig.beat(1);

        assertThat(orders()).extracting(WorkOrder::sshKeys).containsExactly(List.of(SampleKeys.ed25519(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "ann@laptop | ann@laptop",
                "the  old one | the old one",
                "l\u00e4ptop, \"x\" # 2 | l ptop x 2",
                "command=\"rm -r\" | command rm -r",
                "\u202e\u2028evil | evil",
                "\\'`; | $$"
            })
    void nothingOddOfANameReachesTheLine(String name, String comment) throws Exception {
        SshKey key = add(rig.admin, SampleKeys.ANN, name);

        String line = rig.handedOver().sshKeys().get(0);

        AuthorizedKeyEntry read = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
        assertThat(line)
                .isEqualTo(
                        "%s %s %s".formatted(key.type(), key.base64(), comment).strip());
        assertThat(read.getLoginOptions()).isEmpty();
        assertThat(read.getKeyType()).isEqualTo("ssh-ed25519");
    }

    private SshKey add(Caller caller, String text, String name) {
        return rig.within(() -> rig.master.sshKeys().add(caller, text, name));
    }

    private List<WorkOrder> orders() {
        return rig.messages.sent(WorkOrder.class);
    }
}
