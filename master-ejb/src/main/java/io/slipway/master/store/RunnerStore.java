// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import io.slipway.image.Sandbox;
import io.slipway.job.RunnerName;
import io.slipway.message.Beat;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The tables {@code runner} and {@code runner_image}: who runs jobs, and what each offers. */
public final class RunnerStore {
    private final Database database;

    public RunnerStore(Database database) {
        this.database = database;
    }

    /**
     * Notes a heartbeat; the images are written only when they are others than before.
     *
     * @return the number of the runner's keys; empty when nothing was noted, because it is not enrolled, was revoked, or has said something later
     */
    public OptionalLong heard(RunnerAlive alive, Instant now) {
        RunnerName runner = alive.runner();
        String offer = new TreeSet<>(
                        alive.images().stream().map(OfferedImage::toString).toList())
                .toString();
        String labels = String.join(",", new TreeSet<>(alive.labels()));
        String sandbox = Sandbox.of(alive.sandbox()).map(Sandbox::toString).orElse("");
        Beat beat = alive.beat();
        OptionalLong known = number(
                """
                update runner set slots = ?, labels = ?, ssh = ?, sandbox = ?, heard = ?, beat_session = ?, beat_number = ?
                where name = ? and (beat_session, beat_number) < (?, ?) and offer = ? and enrolled is not null and revoked is null
                returning key_number
                """,
                alive.slots(),
                labels,
                alive.ssh(),
                sandbox,
                now,
                beat.session(),
                beat.number(),
                runner.value(),
                beat.session(),
                beat.number(),
                offer);
        if (known.isPresent()) {
            return known;
        }
        OptionalLong changed = number(
                """
                update runner set slots = ?, labels = ?, ssh = ?, sandbox = ?, heard = ?, beat_session = ?, beat_number = ?, offer = ?
                where name = ? and (beat_session, beat_number) < (?, ?) and enrolled is not null and revoked is null
                returning key_number
                """,
                alive.slots(),
                labels,
                alive.ssh(),
                sandbox,
                now,
                beat.session(),
                beat.number(),
                offer,
                runner.value(),
                beat.session(),
                beat.number());
        if (changed.isPresent()) {
            offer(runner, alive.images());
        }
        return changed;
    }

    private OptionalLong number(String sql, Object... values) {
        return database.rows(sql, row -> row.getLong(1), values).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** A runner that left takes nothing more, unless it has said something later, which is false then; what it offered stays known. */
    public boolean left(RunnerLeft left) {
        Beat beat = left.beat();
        return database.change("""
                update runner set slots = 0, beat_session = ?, beat_number = ?
                where name = ? and (beat_session, beat_number) < (?, ?)
                """, beat.session(), beat.number(), left.runner().value(), beat.session(), beat.number())
                == 1;
    }

    /** Whether a runner is enrolled, and not revoked. */
    public boolean isEnrolled(RunnerName runner) {
        return database.first(
                        "select 1 from runner where name = ? and enrolled is not null and revoked is null",
                        row -> true,
                        runner.value())
                .isPresent();
    }

    /**
     * Enrolled runners that were heard since {@code since} and have free slots, those with most of them first.
     */
    public List<Credit> credit(Instant since) {
        return database.rows(
                """
                select r.name, r.key_number,
                       r.slots - (select count(*) from attempt a where a.runner = r.name and a.ended is null) as free
                from runner r
                where r.heard > ? and r.enrolled is not null and r.revoked is null and r.slots > (
                    select count(*) from attempt a where a.runner = r.name and a.ended is null)
                order by free desc, r.name
                """,
                row -> new Credit(new RunnerName(row.getString("name")), row.getInt("free"), row.getLong("key_number")),
                since);
    }

    /** Free slots of a runner that no other master hands jobs to until the transaction ends; 0 when another one does, or it is not enrolled. */
    public int lockCredit(RunnerName runner) {
        boolean locked = database.first("""
                        select 1 from runner where name = ? and enrolled is not null and revoked is null
                        for no key update skip locked
                        """, row -> true, runner.value()).orElse(false);
        if (!locked) {
            return 0;
        }
        return database.first("""
                        select r.slots - (select count(*) from attempt a where a.runner = r.name and a.ended is null) as free
                        from runner r where r.name = ?
                        """, row -> row.getInt("free"), runner.value()).orElse(0);
    }

    /**
     * What all runners offer that were not revoked, whether they are there now or not.
     *
     * @param since an offer of a runner that was heard since then is there now
     */
    public List<Offer> offers(Instant since) {
        return database.rows(
                """
                select i.image, i.arch, bool_or(i.standard) as standard, bool_or(r.heard > ? and r.slots > 0) as present
                from runner_image i join runner r on r.name = i.runner and r.revoked is null
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

    /** Every runner that was ever enrolled or heard. */
    public List<RunnerRow> list() {
        return database.rows(
                """
                select r.name, r.slots, r.labels, r.sandbox, r.heard, r.verifying_key, r.sealing_key, r.sealed, r.enrolled, r.revoked,
                       coalesce(r.keys_since, r.enrolled) as keys_since, r.keys_asked is not null as keys_asked,
                       (select count(*) from attempt a where a.runner = r.name and a.ended is null) as running,
                       (select string_agg(distinct i.image, ',' order by i.image) from runner_image i where i.runner = r.name)
                           as images
                from runner r order by r.name
                """,
                row -> new RunnerRow(
                        new RunnerName(row.getString("name")),
                        row.getInt("slots"),
                        row.getInt("running"),
                        words(row.getString("images")),
                        words(row.getString("labels")),
                        row.getString("sandbox"),
                        Database.instant(row, "heard"),
                        row.getString("verifying_key"),
                        row.getString("sealing_key"),
                        row.getObject("sealed", Boolean.class),
                        Database.instant(row, "keys_since"),
                        row.getBoolean("keys_asked"),
                        Database.instant(row, "enrolled"),
                        Database.instant(row, "revoked")));
    }

    private static List<String> words(String joined) {
        return joined == null || joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }

    /** When a runner was heard last. */
    public Optional<Instant> heard(RunnerName runner) {
        return database.first(
                "select heard from runner where name = ?", row -> Database.instant(row, "heard"), runner.value());
    }

    /** Whether any runner that was not revoked has ever told what it offers. */
    public boolean anyKnown() {
        return database.first("select 1 from runner where offer <> '' and revoked is null limit 1", row -> true)
                .isPresent();
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
     * @param sandbox what its guests begin in, as {@link Sandbox} has it; empty when it has not said
     * @param heard when its last heartbeat came, or it was enrolled the first time
     * @param verifyingKey null, as the other key, when it was never enrolled
     * @param sealed whether what it says is sealed; null while it was not heard since it was enrolled
     * @param keysSince when the master took its keys; null when it was never enrolled
     * @param keysAsked whether it was asked for new ones, and has offered none
     * @param enrolled when it was the last time; null for never
     * @param revoked null when it was not since then
     */
    public record RunnerRow(
            RunnerName name,
            int slots,
            int running,
            List<String> images,
            List<String> labels,
            String sandbox,
            Instant heard,
            String verifyingKey,
            String sealingKey,
            Boolean sealed,
            Instant keysSince,
            boolean keysAsked,
            Instant enrolled,
            Instant revoked) {}

    /**
     * A runner with free slots.
     *
     * @param free 1 or more
     * @param keyNumber of its keys
     */
    public record Credit(RunnerName runner, int free, long keyNumber) {}

    /**
     * An image in one architecture that a runner offers.
     *
     * @param standard whether the image means it when a manifest names no architecture
     * @param present whether a runner that is there now offers it
     */
    public record Offer(ImageName image, Arch arch, boolean standard, boolean present) {}
}
