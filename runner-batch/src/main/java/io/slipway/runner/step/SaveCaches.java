// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.cache.CacheName;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.guest.CachedFolders.Packed;
import io.slipway.runner.upload.CacheTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Hands the caches that the manifest names to the store, for later jobs, after every task succeeded. One that cannot be kept is only told. */
public final class SaveCaches implements WorkList<CacheName> {
    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;

    private final AttemptRun run;
    private final CacheTransfer transfer;

    public SaveCaches(AttemptRun run, CacheTransfer transfer) {
        this.run = run;
        this.transfer = transfer;
    }

    @Override
    public List<CacheName> items() {
        return run.order().limits().cacheBytes() == 0
                ? List.of()
                : List.copyOf(run.manifest().caches().keySet());
    }

    @Override
    public void perform(CacheName name) {
        run.check();
        long began = System.nanoTime();
        try {
            Path archive = run.transfers().file("cache");
            try {
                save(name, archive, began);
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (ProblemException | IOException e) {
            run.check();
            run.logs().say("Warning: cache %s is not kept: %s".formatted(name, e.getMessage()));
        }
    }

    private void save(CacheName name, Path archive, long began) throws IOException {
        List<String> paths = run.manifest().caches().get(name);
        Packed packed = run.guest()
                .pack(new CachedFolders(name, paths), run.order().limits().cacheBytes(), archive);
        run.check();
        String said = switch (packed) {
            case NOTHING_THERE -> "nothing of it is there, so nothing is kept";
            case UNCHANGED -> "it is as it was restored, and stays kept";
            case WHOLE -> {
                transfer.put(run.order(), name, archive, run::check);
                yield "kept, " + cost(Files.size(archive), began);
            }
        };
        run.logs().say("Cache %s: %s".formatted(name, said));
    }

    /** How large it is, and how long it took. */
    static String cost(long bytes, long began) {
        return String.format(Locale.ROOT, "%.1f MB in %.1f s", bytes / MEGA, (System.nanoTime() - began) / NANOS);
    }
}
