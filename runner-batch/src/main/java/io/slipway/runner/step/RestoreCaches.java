// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.cache.CacheName;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.upload.CacheTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts into the guest what earlier jobs left in the caches that the manifest names. One that cannot be had is only told. */
final class RestoreCaches {
    private final AttemptRun run;
    private final CacheTransfer transfer;

    RestoreCaches(AttemptRun run, CacheTransfer transfer) {
        this.run = run;
        this.transfer = transfer;
    }

    void perform() {
        if (run.order().limits().cacheBytes() == 0) {
            run.logs().say("Caches are not kept here; the job begins without");
            return;
        }
        run.manifest().caches().forEach(this::restore);
    }

    private void restore(CacheName name, List<String> paths) {
        run.check();
        long began = System.nanoTime();
        try {
            Path archive = run.transfers().file("cache");
            try {
                if (!transfer.get(run.order(), name, archive, run::check)) {
                    run.logs().say("Cache %s: none is kept yet".formatted(name));
                    return;
                }
                run.check();
                run.guest().unpack(new CachedFolders(name, paths), archive);
                run.logs().say("Cache %s: restored, %s".formatted(name, SaveCaches.cost(Files.size(archive), began)));
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (ProblemException | IOException e) {
            run.check();
            run.logs().say("Warning: cache %s is not restored: %s".formatted(name, e.getMessage()));
        }
    }
}
