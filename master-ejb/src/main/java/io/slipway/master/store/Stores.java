// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

/** One store for each table, on one database. */
public record Stores(
        UserStore users,
        AccessTokenStore tokens,
        IdentityStore identities,
        SshKeyStore sshKeys,
        RunnerStore runners,
        JobStore jobs,
        JobQueue queue,
        TaskStore tasks,
        AttemptStore attempts,
        PhaseStore phases,
        LogStore logs,
        ArtifactStore artifacts,
        CheckpointStore checkpoints,
        RestartStore restarts,
        StandbyStore standby,
        ExecutionStore executions,
        ScheduleStore schedules,
        JobListStore lists,
        TriggerStore triggers,
        DeliveryStore deliveries,
        GroupStore groups,
        SecretStore secrets,
        JobSecretStore jobSecrets,
        JobTokenStore jobTokens,
        SealStore seal,
        EnrolmentStore enrolments) {

    public static Stores of(Database database) {
        return new Stores(
                new UserStore(database),
                new AccessTokenStore(database),
                new IdentityStore(database),
                new SshKeyStore(database),
                new RunnerStore(database),
                new JobStore(database),
                new JobQueue(database),
                new TaskStore(database),
                new AttemptStore(database),
                new PhaseStore(database),
                new LogStore(database),
                new ArtifactStore(database),
                new CheckpointStore(database),
                new RestartStore(database),
                new StandbyStore(database),
                new ExecutionStore(database),
                new ScheduleStore(database),
                new JobListStore(database),
                new TriggerStore(database),
                new DeliveryStore(database),
                new GroupStore(database),
                new SecretStore(database),
                new JobSecretStore(database),
                new JobTokenStore(database),
                new SealStore(database),
                new EnrolmentStore(database));
    }
}
