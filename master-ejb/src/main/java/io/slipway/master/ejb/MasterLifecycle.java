// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.master.Master;
import io.slipway.master.MasterSettings;
import io.slipway.master.SetUp;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Role;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.Deed;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.keys.RotateOpeningKey;
import io.slipway.master.message.RedisMessages;
import io.slipway.master.store.Database;
import io.slipway.master.store.Schema;
import io.slipway.master.store.Transaction;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Starts the master when the application starts, and stops it with the application: schema, object graph, first account, loops.
 *
 * <p>Every other bean waits for it. Its transactions are its own because migrations make theirs.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class MasterLifecycle {
    private static final System.Logger LOG = System.getLogger(MasterLifecycle.class.getName());
    private static final long STOP_MILLIS = 5_000;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    @Resource
    private ManagedThreadFactory threads;

    @PersistenceContext(unitName = "slipway")
    private EntityManager entities;

    @EJB
    private Transaction transaction;

    private final List<Thread> loops = new ArrayList<>();
    private RedisMessages messages;
    private Master master;
    private OpenIdSettings openId;
    private List<String> notices = List.of();

    public Master master() {
        return master;
    }

    /** What is less safe than it could be in how this master is set up, a sentence each. */
    public List<String> notices() {
        return notices;
    }

    /** What runners seal what they say to. */
    public SignedSealingKey sealing() {
        return messages.sealing().orElseThrow(RotateOpeningKey::replaced);
    }

    /** The provider by which people log in. */
    public Optional<OpenIdSettings> openId() {
        return Optional.ofNullable(openId);
    }

    @PostConstruct
    void start() {
        MasterSettings settings = MasterSettings.ofEnvironment();
        openId = settings.openId();
        Schema schema = new Schema(dataSource, settings.migration());
        schema.migrate();
        notices = SetUp.notices(settings, schema.isOwned());
        notices.forEach(
                notice -> LOG.log(System.Logger.Level.WARNING, "Set up less safely than could be: {0}", notice));
        messages = new RedisMessages(
                settings.redis(),
                settings.redisAcl(),
                settings.name(),
                MasterSigner.open(settings.signingKey()),
                OpeningKeys.open(settings.openingKey()));
        master = new Master(settings, new Database(entities), transaction, messages, Clock.systemUTC());
        transaction.separate(() -> master.sealProof().require());
        // Before anything is sent: a runner that was away knows an older key alone.
        master.keys().signing().tick();
        master.keys().opening().look();
        transaction.separate(() -> master.users()
                .makeAdministrator()
                .ifPresent(name -> master.audit()
                        .trail()
                        .done(
                                Caller.SYSTEM,
                                Deed.of(Act.ACCOUNT_CREATED, name).with("role", Role.ADMINISTRATOR.word()))));
        master.submitDoor().open();
        master.loops().forEach((name, loop) -> {
            Thread thread = threads.newThread(loop);
            thread.setName(name);
            thread.start();
            loops.add(thread);
        });
    }

    @PreDestroy
    void stop() {
        master.submitDoor().close();
        loops.forEach(Thread::interrupt);
        try {
            for (Thread loop : loops) {
                loop.join(STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        messages.close();
        master.close();
    }
}
