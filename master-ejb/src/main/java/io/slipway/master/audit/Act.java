// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the audit log tells of, each on one kind of thing. A new one is appended; none is renamed, because old lines keep their words. */
public enum Act {
    /** Somebody left the console. */
    LOGOUT("account"),
    /** Somebody changed the own password. */
    PASSWORD_CHANGED("account"),
    /** An administrator gave an account a one-time password. */
    PASSWORD_RESET("account"),
    /** An account was made. */
    ACCOUNT_CREATED("account"),
    /** An account was suspended. */
    ACCOUNT_SUSPENDED("account"),
    /** A suspension was taken back. */
    ACCOUNT_RESUMED("account"),
    /** An account got another role. */
    ROLE_CHANGED("account"),
    /** Somebody changed what the own account says, such as the e-mail address. */
    PROFILE_CHANGED("account"),
    /** An account of an OpenID provider was linked to one here. */
    IDENTITY_LINKED("account"),
    /** Such a link was removed. */
    IDENTITY_UNLINKED("account"),
    /** An access token was made. */
    TOKEN_CREATED("token"),
    /** An access token was taken back. */
    TOKEN_REVOKED("token"),
    /** A public ssh key was added to an account. */
    SSH_KEY_ADDED("ssh-key"),
    /** A public ssh key was removed. */
    SSH_KEY_REMOVED("ssh-key"),
    /** A secret was stored. */
    SECRET_CREATED("secret"),
    /** A secret was deleted. */
    SECRET_DELETED("secret"),
    /** A copy of a secret was given to another account. */
    SECRET_SHARED("secret"),
    /** An administrator looked at a private job of somebody else. */
    JOB_SEEN("job"),
    /** An administrator started a job of somebody else. */
    JOB_STARTED("job"),
    /** An administrator cancelled a job of somebody else. */
    JOB_CANCELLED("job"),
    /** An administrator had a job of somebody else tried again. */
    JOB_RESTARTED("job"),
    /** It was changed who may see a job. */
    VISIBILITY_CHANGED("job"),
    /** An administrator started the jobs of somebody else's group. */
    GROUP_STARTED("group"),
    /** An administrator cancelled the jobs of somebody else's group. */
    GROUP_CANCELLED("group"),
    /** A token that enrols a runner was made. */
    ENROLMENT_TOKEN_CREATED("runner"),
    /** A runner was enrolled. */
    RUNNER_ENROLLED("runner"),
    /** A runner was revoked. */
    RUNNER_REVOKED("runner"),
    /** The batch operator had an execution stopped. */
    EXECUTION_STOPPED("execution"),
    /** The batch operator had an execution restarted. */
    EXECUTION_RESTARTED("execution"),
    /** The batch operator had an execution abandoned. */
    EXECUTION_ABANDONED("execution"),
    /** A webhook was made. */
    WEBHOOK_CREATED("webhook"),
    /** A webhook was deleted. */
    WEBHOOK_DELETED("webhook"),
    /** A schedule was made. */
    SCHEDULE_CREATED("schedule"),
    /** A schedule was changed, paused or resumed. */
    SCHEDULE_CHANGED("schedule"),
    /** A schedule was deleted. */
    SCHEDULE_DELETED("schedule"),
    /** A key of the master's was replaced. */
    KEY_ROTATED("key"),
    /** The old keys were thrown away. */
    KEY_RETIRED("key"),
    /** Somebody came in whole, with a code where one is needed. */
    LOGGED_IN("account"),
    /** Name or password was wrong, or who came by an OpenID provider has no account. */
    LOGIN_FAILED("account"),
    /** A password was not looked at, because too many had been wrong. */
    LOGIN_LIMITED("account"),
    /** A code of the second step was wrong. */
    CODE_FAILED("account"),
    /** A code was not looked at, because too many had been wrong. */
    CODE_LIMITED("account"),
    /** A recovery code was used up. */
    RECOVERY_CODE_USED("account"),
    /** A user turned two-step login on. */
    TWO_STEP_ON("account"),
    /** A user turned two-step login off. */
    TWO_STEP_OFF("account"),
    /** An administrator turned it off for a user. */
    TWO_STEP_TAKEN_OFF("account"),
    /** A user has other recovery codes. */
    RECOVERY_CODES_MADE("account"),
    /** A runner was asked to make keys anew. */
    RUNNER_KEYS_ASKED("runner");

    private final String kind;

    Act(String kind) {
        this.kind = kind;
    }

    /** What it is done on. */
    public String kind() {
        return kind;
    }

    /** As lines and filters say it, for example {@code token-created}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The act of a word. */
    public static Optional<Act> ofWord(String word) {
        return Stream.of(values()).filter(act -> act.word().equals(word)).findFirst();
    }
}
