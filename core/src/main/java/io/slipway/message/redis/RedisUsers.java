// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.redisson.Redisson;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisStrictCommand;
import org.redisson.client.protocol.decoder.ObjectListReplayDecoder;
import org.redisson.command.CommandAsyncExecutor;

/**
 * The users of runners on the server, as they are to be: those that are missing or otherwise are made anew, those that are too many are
 * removed, which ends their connections at once. Other users are left alone.
 */
final class RedisUsers {
    private static final Logger LOG = System.getLogger(RedisUsers.class.getName());
    private static final RedisCommand<List<Object>> LIST =
            new RedisCommand<>("ACL", "LIST", new ObjectListReplayDecoder<>());
    private static final RedisStrictCommand<Void> SET = new RedisStrictCommand<>("ACL", "SETUSER");
    private static final RedisStrictCommand<Long> REMOVE = new RedisStrictCommand<>("ACL", "DELUSER");

    private static final RedisStrictCommand<Void> SAVE = new RedisStrictCommand<>("ACL", "SAVE");
    private static final String ACL_HAS_NO_KEY = "";

    private final CommandAsyncExecutor executor;
    /** How the server describes a user that was made here, which is not how it was made. */
    private final Map<RedisUser, String> made = new HashMap<>();

    /** Those that were too many the last time: one that was let in since then, by another master, is not removed for it. */
    private Set<String> doubtful = Set.of();

    private boolean savable = true;

    RedisUsers(Redisson client) {
        this.executor = client.getCommandExecutor();
    }

    /** Makes one that is new, or has another password now. */
    void admit(RedisUser user) {
        change(
                "Making user `%s`".formatted(user.name()),
                () -> ask(SET, user.words().toArray()));
    }

    /** Removes one, if it is there. */
    void expel(String name) {
        change("Removing user `%s`".formatted(name), () -> ask(REMOVE, name));
    }

    private synchronized void change(String doing, Runnable change) {
        try {
            change.run();
            save();
        } catch (RedisException e) {
            throw RedisFailure.of(doing, e);
        }
    }

    /** So that they are there when the server starts again; one without an ACL file is told again then. */
    private void save() {
        try {
            ask(SAVE);
        } catch (RedisException e) {
            if (savable) {
                LOG.log(Level.INFO, "Redis does not keep its users over a restart: {0}", e.getMessage());
            }
            savable = false;
        }
    }

    /** @param wanted asked under the lock, so that what is expelled here meanwhile is expelled afterwards */
    synchronized void keep(Supplier<? extends Collection<RedisUser>> wanted) {
        List<RedisUser> made = keep(wanted.get());
        if (!made.isEmpty()) {
            takeBack(made, wanted.get());
        }
    }

    /** Of those that were just made, another master may have expelled one before that: it is wanted no more by now. */
    private void takeBack(List<RedisUser> made, Collection<RedisUser> wanted) {
        made.stream()
                .filter(user -> !wanted.contains(user))
                .map(RedisUser::name)
                .forEach(this::expel);
    }

    /** @return those that it made */
    private List<RedisUser> keep(Collection<RedisUser> wanted) {
        try {
            Map<String, String> found = found();
            Map<String, RedisUser> each =
                    wanted.stream().collect(Collectors.toMap(RedisUser::name, Function.identity()));
            List<RedisUser> others = each.values().stream()
                    .filter(user -> !found.getOrDefault(user.name(), "").equals(made.getOrDefault(user, "?")))
                    .toList();
            others.forEach(user -> ask(SET, user.words().toArray()));
            List<String> tooMany = found.keySet().stream()
                    .filter(name -> name.startsWith(RedisUser.RUNNER) && !each.containsKey(name))
                    .toList();
            List<String> still = tooMany.stream().filter(doubtful::contains).toList();
            doubtful = Set.copyOf(tooMany);
            if (!still.isEmpty()) {
                ask(REMOVE, still.toArray());
            }
            if (!others.isEmpty() || !still.isEmpty()) {
                remember(others);
                save();
                LOG.log(Level.INFO, "Redis users: made {0}, removed {1}", names(others), still);
            }
            return others;
        } catch (RedisException e) {
            throw RedisFailure.of("Keeping the users of runners", e);
        }
    }

    private void remember(List<RedisUser> others) {
        Map<String, String> now = found();
        made.keySet().removeIf(user -> !now.containsKey(user.name()));
        others.forEach(user -> {
            made.keySet().removeIf(old -> old.name().equals(user.name()));
            made.put(user, now.getOrDefault(user.name(), ""));
        });
    }

    private static List<String> names(List<RedisUser> users) {
        return users.stream().map(RedisUser::name).toList();
    }

    /** The server's line of each user, by its name. */
    private Map<String, String> found() {
        return ask(LIST).stream()
                .map(Object::toString)
                .collect(Collectors.toMap(line -> line.split(" ", 3)[1], Function.identity(), (a, b) -> a));
    }

    private <R> R ask(RedisCommand<R> command, Object... words) {
        return executor.get(
                executor.writeAsync(ACL_HAS_NO_KEY, StringCodec.INSTANCE, command, Arrays.copyOf(words, words.length)));
    }
}
