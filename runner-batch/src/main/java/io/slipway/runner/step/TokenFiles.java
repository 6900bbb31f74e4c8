// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.manifest.BuildEnvironment;
import io.slipway.message.JobToken;
import io.slipway.message.WorkOrder;
import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.secret.Secret;
import io.slipway.secret.Secret.FileSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files that bring the job's token into the guest: for the environment of tasks, and for the command-line client {@code hut}. */
final class TokenFiles {
    /** Below the home folder. */
    private static final String CLIENT = ".config/hut/config";

    private static final int PRIVATE = 0600;

    private TokenFiles() {}

    /** None when the job has no token. A file of the client that is a secret of the job stays as it is. */
    static List<GuestFile> of(WorkOrder order) {
        JobToken token = order.token();
        if (token == null) {
            return List.of();
        }
        GuestFile plain = file(BuildEnvironment.TOKEN_FILE, token.text() + "\n");
        return order.secrets().stream().anyMatch(TokenFiles::isOfClient)
                ? List.of(plain)
                : List.of(plain, client(token));
    }

    private static boolean isOfClient(Secret secret) {
        return secret instanceof FileSecret file && file.path().path().equals(CLIENT);
    }

    private static GuestFile client(JobToken token) {
        return file(CLIENT, """
                        instance "%s" {
                        	access-token "%s"
                        	builds {
                        		origin "%s"
                        	}
                        }
                        """.formatted(token.site(), token.text(), token.origin()));
    }

    private static GuestFile file(String path, String text) {
        return new GuestFile(path, PRIVATE, text.getBytes(StandardCharsets.UTF_8));
    }
}
