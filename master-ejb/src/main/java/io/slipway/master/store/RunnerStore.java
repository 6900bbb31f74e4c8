// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import io.slipway.job.RunnerName;
import io.slipway.message.RunnerEvent.RunnerAlive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The tables {@code runner} and {@code runner_image}: who runs jobs, and what each offers. */
public final class RunnerStore {
    private final Database database;

    public RunnerStore(Database database) {
        this.database = database;
    }

    /** Notes a heartbeat; the images are written only when they are others than before. */
    public void heard(RunnerAlive alive, Instant now) {
        RunnerName runner = alive.runner();
        String offer = new TreeSet<>(
                        alive.images().stream().map(OfferedImage::toString).toList())
                .toString();
        String labels = String.join(",", new TreeSet<>(alive.labels()));
        int known = database.change(
                "update runner set slots = ?, labels = ?, ssh = ?, heard = ? where name = ? and offer = ?",
                alive.slots(),
                labels,
                alive.ssh(),
                now,
                runner.value(),
                offer);
        if (known == 1) {
            return;
        }
        database.change("""
                insert into runner (name, slots, labels, ssh, offer, heard) values (?, ?, ?, ?, ?, ?)
                on conflict (name) do update
                set slots = excluded.slots, labels = excluded.labels, ssh = excluded.ssh, offer = excluded.offer,
                    heard = excluded.heard
                """, runner.value(), alive.slots(), labels, alive.ssh(), offer, now);
        offer(runner, alive.images());
    }

    /** A runner that left takes nothing more; what it offered stays known. */
    public void left(RunnerName runner) {
        database.change("update runner set slots = 0 where name = ?", runner.value());
    }

    /**
     * Runners that were heard since {@code since} and have free slots, those with most of them first.
     */
    public List<Credit> credit(Instant since) {
        return database.rows("""
                select r.name, r.slots - (select count(*) from attempt a where a.runner = r.name and a.ended is null) as free
                from runner r
                where r.heard > ? and r.slots > (
                    select count(*) from attempt a where a.runner = r.name and a.ended is null)
                order by free desc, r.name
                """, row -> new Credit(new RunnerName(row.getString("name")), row.getInt("free")), since);
    }

    /** Free slots of a runner that no other master hands jobs to until the transaction ends; 0 when another one does. */
    public int lockCredit(RunnerName runner) {
        boolean locked = database.first(
                        "select 1 from runner where name = ? for no key update skip locked",
                        row -> true,
                        runner.value())
                .orElse(false);
        if (!locked) {
            return 0;
        }
        return database.first("""
                        select r.slots - (select count(*) from attempt a where a.runner = r.name and a.ended is null) as free
                        from runner r where r.name = ?
                        """, row -> row.getInt("free"), runner.value()).orElse(0);
    }

    /**
     * What all runners offer, whether they are there now or not.
     *
     * @param since an offer of a runner that was heard since then is there now
     */
    public List<Offer> offers(Instant since) {
        return database.rows(
                """
                select i.image, i.arch, bool_or(i.standard) as standard, bool_or(r.heard > ? and r.slots > 0) as present
                from runner_image i join runner r on r.name = i.runner
                group by i.image, i.arch
                order by i.image, i.arch
                """,
                row -> new Offer(
                        new ImageName(row.getString("image")),
                        new Arch(row.getString("arch")),
                        row.getBoolean("standard"),
                        row.getBoolean("present")),
                since);
    }

    /** Every runner that was ever heard. */
    public List<RunnerRow> list() {
        return database.rows(
                """
                select r.name, r.slots, r.heard,
                       (select count(*) from attempt a where a.runner = r.name and a.ended is null) as running
                from runner r order by r.name
                """,
                row -> new RunnerRow(
                        new RunnerName(row.getString("name")),
                        row.getInt("slots"),
                        row.getInt("running"),
                        Database.instant(row, "heard")));
    }

    /** When a runner was heard last. */
    public Optional<Instant> heard(RunnerName runner) {
        return database.first(
                "select heard from runner where name = ?", row -> Database.instant(row, "heard"), runner.value());
    }

    /** Whether any runner was ever heard. */
    public boolean anyKnown() {
        return database.first("select 1 from runner limit 1", row -> true).isPresent();
    }

    private void offer(RunnerName runner, List<OfferedImage> images) {
        database.change("delete from runner_image where runner = ?", runner.value());
        List<Object[]> each = images.stream()
                .flatMap(image -> image.arches().stream().distinct().map(arch -> new Object[] {
                    runner.value(), image.name().value(), arch.value(), arch.equals(image.defaultArch())
                }))
                .toList();
        database.changeEach(
                "insert into runner_image (runner, image, arch, standard) values (?, ?, ?, ?) on conflict do nothing",
                each);
    }

    /**
     * A runner.
     *
     * @param running how many attempts it has
     * @param heard when its last heartbeat came
     */
    public record RunnerRow(RunnerName name, int slots, int running, Instant heard) {}

    /**
     * A runner with free slots.
     *
     * @param free 1 or more
     */
    public record Credit(RunnerName runner, int free) {}

    /**
     * An image in one architecture that a runner offers.
     *
     * @param standard whether the image means it when a manifest names no architecture
     * @param present whether a runner that is there now offers it
     */
    public record Offer(ImageName image, Arch arch, boolean standard, boolean present) {}
}
