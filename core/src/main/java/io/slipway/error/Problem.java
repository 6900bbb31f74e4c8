// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

/**
 * The catalogue of everything that can go wrong: one numbered code for each, the same in logs, API and console.
 *
 * <p>10xx manifest, 20xx access, 30xx jobs and requests, 40xx running a job, 50xx our own servers.
 */
public enum Problem {
    /** The manifest is not UTF-8 text. */
    MANIFEST_NOT_TEXT(1001, Family.USER, Kind.INVALID),
    /** The manifest is longer than 16 KiB. */
    MANIFEST_TOO_LARGE(1002, Family.USER, Kind.INVALID),
    /** The manifest is not YAML. */
    MANIFEST_NOT_YAML(1003, Family.USER, Kind.INVALID),
    /** The manifest nests deeper, or uses more aliases, than is allowed. */
    MANIFEST_TOO_COMPLEX(1004, Family.USER, Kind.INVALID),
    /** A key that no manifest has (a warning). */
    KEY_UNKNOWN(1005, Family.USER, Kind.INVALID),
    /** A key that is needed is absent. */
    KEY_MISSING(1006, Family.USER, Kind.INVALID),
    /** The same key twice in one mapping. */
    KEY_DUPLICATE(1007, Family.USER, Kind.INVALID),
    /** A value of another type than the key takes. */
    TYPE_WRONG(1008, Family.USER, Kind.INVALID),
    /** A value of the right type that is not allowed. */
    VALUE_ILLEGAL(1009, Family.USER, Kind.INVALID),
    /** A manifest without tasks. */
    TASKS_MISSING(1010, Family.USER, Kind.INVALID),
    /** A task name outside the legal characters or length. */
    TASK_NAME_ILLEGAL(1011, Family.USER, Kind.INVALID),
    /** Two tasks of one name. */
    TASK_DUPLICATE(1012, Family.USER, Kind.INVALID),
    /** The same artifact twice. */
    ARTIFACT_DUPLICATE(1013, Family.USER, Kind.INVALID),
    /** An image that no runner offers. */
    IMAGE_UNKNOWN(1015, Family.USER, Kind.INVALID),
    /** An architecture that no runner offers for the image. */
    ARCH_UNKNOWN(1016, Family.USER, Kind.INVALID),
    /** A secret that the job's owner does not have. */
    SECRET_UNKNOWN(1017, Family.USER, Kind.INVALID),
    /** The same secret twice in one manifest. */
    SECRET_DUPLICATE(1018, Family.USER, Kind.INVALID),
    /** Secrets or grants of the manifest that the job does not get (a warning). */
    NOT_GIVEN(1019, Family.USER, Kind.INVALID),
    /** More artifacts than are allowed. */
    ARTIFACTS_TOO_MANY(1020, Family.USER, Kind.INVALID),
    /** A matrix that makes no sense: without a combination, with a variable that the environment has too, or not where it can be found. */
    MATRIX_ILLEGAL(1025, Family.USER, Kind.INVALID),
    /** A matrix with more combinations than are allowed. */
    MATRIX_TOO_LARGE(1026, Family.USER, Kind.INVALID),
    /** A variable in {@code image} or {@code arch} that the matrix does not have. */
    MATRIX_VARIABLE_UNKNOWN(1027, Family.USER, Kind.INVALID),
    /** An e-mail trigger where no e-mail can be sent (a warning). */
    MAIL_ABSENT(1030, Family.USER, Kind.INVALID),

    /** No credentials were given. */
    CREDENTIALS_MISSING(2001, Family.USER, Kind.UNAUTHENTICATED),
    /** The credentials are not known. */
    CREDENTIALS_WRONG(2002, Family.USER, Kind.UNAUTHENTICATED),
    /** The token was known and has expired. */
    TOKEN_EXPIRED(2003, Family.USER, Kind.UNAUTHENTICATED),
    /** The token lacks the scope that the call needs. */
    SCOPE_MISSING(2004, Family.USER, Kind.FORBIDDEN),
    /** The caller may not do this. */
    NOT_PERMITTED(2005, Family.USER, Kind.FORBIDDEN),
    /** A text that is not one public ssh key as OpenSSH writes it. */
    SSH_KEY_ILLEGAL(2006, Family.USER, Kind.INVALID),
    /** A private ssh key where a public one is wanted. */
    SSH_KEY_PRIVATE(2007, Family.USER, Kind.INVALID),
    /** A public ssh key of a type or size that is not taken. */
    SSH_KEY_REFUSED(2008, Family.USER, Kind.INVALID),
    /** A public ssh key that an account has already. */
    SSH_KEY_TAKEN(2009, Family.USER, Kind.CONFLICT),
    /** The account has as many ssh keys as it may have. */
    SSH_KEYS_TOO_MANY(2010, Family.USER, Kind.CONFLICT),
    /** No such ssh key, or one of another account. */
    SSH_KEY_UNKNOWN(2011, Family.USER, Kind.NOT_FOUND),
    /** An enrolment token that was never made here. */
    ENROLMENT_TOKEN_WRONG(2020, Family.USER, Kind.UNAUTHENTICATED),
    /** An enrolment token that a runner was enrolled with before. */
    ENROLMENT_TOKEN_USED(2021, Family.USER, Kind.UNAUTHENTICATED),
    /** An enrolment token whose time is over. */
    ENROLMENT_TOKEN_EXPIRED(2022, Family.USER, Kind.UNAUTHENTICATED),
    /** An enrolment token for another runner. */
    ENROLMENT_TOKEN_OTHER(2023, Family.USER, Kind.FORBIDDEN),
    /** No such runner. */
    RUNNER_UNKNOWN(2024, Family.USER, Kind.NOT_FOUND),
    /** A runner of that name is enrolled, and the token is not for it. */
    RUNNER_NAME_TAKEN(2025, Family.USER, Kind.CONFLICT),
    /** A public key of a runner that is none. */
    RUNNER_KEY_ILLEGAL(2026, Family.USER, Kind.INVALID),
    /** A secret whose name, path, mode or content is not allowed. */
    SECRET_ILLEGAL(2030, Family.USER, Kind.INVALID),
    /** A secret with more bytes than its type may have. */
    SECRET_TOO_LARGE(2031, Family.USER, Kind.TOO_LARGE),
    /** A text that is not the private key that it was said to be. */
    SECRET_NO_KEY(2032, Family.USER, Kind.INVALID),
    /** The account has a secret of this name already. */
    SECRET_NAME_TAKEN(2033, Family.USER, Kind.CONFLICT),
    /** The account has as many secrets as it may have. */
    SECRETS_TOO_MANY(2034, Family.USER, Kind.CONFLICT),
    /** No such secret, or one of another account. */
    NO_SUCH_SECRET(2035, Family.USER, Kind.NOT_FOUND),
    /** No such account. */
    NO_SUCH_USER(2036, Family.USER, Kind.NOT_FOUND),
    /** No such account. */
    ACCOUNT_UNKNOWN(2040, Family.USER, Kind.NOT_FOUND),
    /** An account has the name already. */
    ACCOUNT_TAKEN(2041, Family.USER, Kind.CONFLICT),
    /** Another account has the e-mail address already. */
    EMAIL_TAKEN(2042, Family.USER, Kind.CONFLICT),
    /** The account is suspended. */
    ACCOUNT_SUSPENDED(2043, Family.USER, Kind.FORBIDDEN),
    /** No administrator would be left who can log in. */
    ADMINISTRATOR_LAST(2044, Family.USER, Kind.CONFLICT),
    /** What nobody may do to the own account. */
    ACCOUNT_OWN(2045, Family.USER, Kind.CONFLICT),
    /** The password is one that must be changed before anything else. */
    PASSWORD_ONE_TIME(2046, Family.USER, Kind.FORBIDDEN),
    /** A new password that is not taken. */
    PASSWORD_REFUSED(2047, Family.USER, Kind.INVALID),
    /** No such access token, or one of another account. */
    TOKEN_UNKNOWN(2048, Family.USER, Kind.NOT_FOUND),
    /** The account has as many access tokens as it may have. */
    TOKENS_TOO_MANY(2049, Family.USER, Kind.CONFLICT),
    /** OpenID Connect is not set up here. */
    OPENID_OFF(2050, Family.USER, Kind.NOT_FOUND),
    /** A login by OpenID Connect that did not go as it must. */
    OPENID_REFUSED(2051, Family.USER, Kind.FORBIDDEN),
    /** The OpenID provider does not answer as it should. */
    OPENID_AWAY(2052, Family.OURS, Kind.UNAVAILABLE),
    /** Nobody here has this account of the OpenID provider, and none is made. */
    IDENTITY_UNKNOWN(2053, Family.USER, Kind.FORBIDDEN),
    /** The account of the OpenID provider is linked to another account. */
    IDENTITY_TAKEN(2054, Family.USER, Kind.CONFLICT),
    /** Without it there would be no way left to log in. */
    LOGIN_LAST(2055, Family.USER, Kind.CONFLICT),
    /** Somebody, or a network, has given wrong credentials too often of late. */
    TRIES_TOO_MANY(2060, Family.USER, Kind.TOO_OFTEN),
    /** A code of the second step that is not good, or was taken before. */
    CODE_WRONG(2061, Family.USER, Kind.UNAUTHENTICATED),
    /** A login without the code that its account needs. */
    CODE_MISSING(2062, Family.USER, Kind.UNAUTHENTICATED),
    /** Two-step login is on already. */
    TWO_STEP_ON(2063, Family.USER, Kind.CONFLICT),
    /** Two-step login is off, or is not being set up. */
    TWO_STEP_OFF(2064, Family.USER, Kind.CONFLICT),
    /** An administrator must turn two-step login on first. */
    TWO_STEP_NEEDED(2065, Family.USER, Kind.FORBIDDEN),
    /** A line of the audit log that is asked for in a way that there is not. */
    AUDIT_FILTER_ILLEGAL(2070, Family.USER, Kind.INVALID),

    /** No such job, or one that the caller may not see. */
    JOB_UNKNOWN(3001, Family.USER, Kind.NOT_FOUND),
    /** The job was started before. */
    JOB_STARTED(3002, Family.USER, Kind.CONFLICT),
    /** The job has ended. */
    JOB_ENDED(3003, Family.USER, Kind.CONFLICT),
    /** No such log. */
    LOG_UNKNOWN(3004, Family.USER, Kind.NOT_FOUND),
    /** No such artifact. */
    ARTIFACT_UNKNOWN(3005, Family.USER, Kind.NOT_FOUND),
    /** The range of bytes does not exist in the file. */
    RANGE_ILLEGAL(3006, Family.USER, Kind.RANGE),
    /** The request is not what the address takes. */
    REQUEST_ILLEGAL(3007, Family.USER, Kind.INVALID),
    /** The request is larger than the address takes. */
    REQUEST_TOO_LARGE(3008, Family.USER, Kind.TOO_LARGE),
    /** No such address. */
    ADDRESS_UNKNOWN(3009, Family.USER, Kind.NOT_FOUND),
    /** The job has not ended, or has ended in success, so there is nothing to restart. */
    JOB_NOT_RESTARTABLE(3010, Family.USER, Kind.CONFLICT),
    /** No checkpoint is kept of the job from which it could be restarted. */
    CHECKPOINT_ABSENT(3011, Family.USER, Kind.CONFLICT),
    /** No such execution of a runner's batch job. */
    EXECUTION_UNKNOWN(3012, Family.USER, Kind.NOT_FOUND),
    /** The execution, its attempt or its job stands where the command makes no sense. */
    EXECUTION_COMMAND_REFUSED(3013, Family.USER, Kind.CONFLICT),
    /** No such group of jobs, or one of another account. */
    GROUP_UNKNOWN(3020, Family.USER, Kind.NOT_FOUND),
    /** Jobs that no group can be made of. */
    GROUP_JOBS_ILLEGAL(3021, Family.USER, Kind.INVALID),
    /** A search that is no search: a quote that is not closed, a key without a value, or too much of it. */
    SEARCH_ILLEGAL(3030, Family.USER, Kind.INVALID),
    /** A search with a key that there is not. */
    SEARCH_KEY_UNKNOWN(3031, Family.USER, Kind.INVALID),
    /** A search for a status that there is not. */
    SEARCH_STATUS_UNKNOWN(3032, Family.USER, Kind.INVALID),
    /** No such user. */
    USER_UNKNOWN(3033, Family.USER, Kind.NOT_FOUND),
    /** A GraphQL document that cannot be executed. */
    QUERY_ILLEGAL(3040, Family.USER, Kind.INVALID),
    /** A GraphQL operation that asks for too much. */
    QUERY_TOO_LARGE(3041, Family.USER, Kind.TOO_LARGE),
    /** A GraphQL operation that had no more time. */
    QUERY_TOO_SLOW(3042, Family.USER, Kind.TOO_LARGE),
    /** A field of the GraphQL schema that is not for users. */
    FIELD_CLOSED(3043, Family.USER, Kind.FORBIDDEN),
    /** A webhook that cannot be kept as it is. */
    WEBHOOK_ILLEGAL(3044, Family.USER, Kind.INVALID),
    /** No such webhook, or one of another account. */
    WEBHOOK_UNKNOWN(3045, Family.USER, Kind.NOT_FOUND),
    /** What has happened was asked for where nothing has. */
    NOTHING_HAPPENED(3046, Family.USER, Kind.INVALID),
    /** An address of a webhook or of a trigger that is in a network that is not called from here. */
    RECEIVER_FORBIDDEN(3047, Family.USER, Kind.INVALID),
    /** No such schedule, or one of another account. */
    SCHEDULE_UNKNOWN(3050, Family.USER, Kind.NOT_FOUND),
    /** A text that is no cron expression, or one whose time never comes. */
    CRON_ILLEGAL(3051, Family.USER, Kind.INVALID),
    /** No such time zone. */
    ZONE_UNKNOWN(3052, Family.USER, Kind.INVALID),
    /** A cron expression that comes more often than is allowed. */
    SCHEDULE_TOO_OFTEN(3053, Family.USER, Kind.INVALID),
    /** The account has as many schedules as it may have. */
    SCHEDULES_TOO_MANY(3054, Family.USER, Kind.CONFLICT),
    /** No such cache, or one of another account. */
    CACHE_UNKNOWN(3060, Family.USER, Kind.NOT_FOUND),
    /** An artifact that a runner says is in the object store, and that is not. */
    UPLOAD_ABSENT(3070, Family.USER, Kind.CONFLICT),

    /** A guest could not be started. */
    GUEST_NOT_STARTED(4001, Family.OURS, Kind.UNAVAILABLE),
    /** A guest did not answer over ssh in time. */
    GUEST_SILENT(4002, Family.OURS, Kind.UNAVAILABLE),
    /** A guest stopped answering in the middle of a job. */
    GUEST_LOST(4003, Family.OURS, Kind.UNAVAILABLE),
    /** A task ended with another exit code than 0. */
    TASK_FAILED(4004, Family.USER, Kind.INVALID),
    /** A package repository could not be added. */
    REPOSITORY_FAILED(4005, Family.USER, Kind.INVALID),
    /** A package could not be installed. */
    PACKAGE_FAILED(4006, Family.USER, Kind.INVALID),
    /** A source could not be cloned. */
    SOURCE_FAILED(4007, Family.USER, Kind.INVALID),
    /** An artifact that the manifest names is not there, or cannot be kept. */
    ARTIFACT_FAILED(4008, Family.USER, Kind.INVALID),
    /** An artifact could not be handed to the store. */
    UPLOAD_FAILED(4009, Family.OURS, Kind.UNAVAILABLE),
    /** The job's deadline passed. */
    DEADLINE_PASSED(4010, Family.INTERRUPTION, Kind.CONFLICT),
    /** The job was cancelled. */
    JOB_CANCELLED(4011, Family.INTERRUPTION, Kind.CONFLICT),
    /** The runner could not renew its lease, or is stopping. */
    RUNNER_STOPPED(4012, Family.INTERRUPTION, Kind.UNAVAILABLE),
    /** No attempt is left for a job whose runners broke. */
    ATTEMPTS_USED_UP(4013, Family.OURS, Kind.UNAVAILABLE),
    /** The checkpoint that an attempt was to go on from is gone, or good for nothing. */
    CHECKPOINT_LOST(4014, Family.USER, Kind.CONFLICT),
    /** The manifest's artifacts turned out to be more files than are allowed. */
    ARTIFACTS_OVER_LIMIT(4020, Family.USER, Kind.INVALID),
    /** An artifact is larger than is allowed. */
    ARTIFACT_TOO_LARGE(4021, Family.USER, Kind.INVALID),
    /** A cache could not be restored or saved (a warning). */
    CACHE_FAILED(4022, Family.USER, Kind.INVALID),
    /** A cache is larger than is allowed (a warning). */
    CACHE_TOO_LARGE(4023, Family.USER, Kind.INVALID),
    /** A secret that the job needs was deleted before the job came to a runner. */
    SECRET_GONE(4025, Family.USER, Kind.CONFLICT),
    /** A secret could not be put where it belongs in the guest. */
    SECRET_FAILED(4026, Family.USER, Kind.INVALID),

    /** A setting is missing, unknown or illegal. */
    SETTING_ILLEGAL(5001, Family.OURS, Kind.INTERNAL),
    /** The database does not answer. */
    STORE_DOWN(5002, Family.OURS, Kind.UNAVAILABLE),
    /** Redis does not answer. */
    MESSAGES_DOWN(5003, Family.OURS, Kind.UNAVAILABLE),
    /** A folder cannot be written to. */
    DISK_REFUSED(5004, Family.OURS, Kind.UNAVAILABLE),
    /** A defect of ours. */
    DEFECT(5005, Family.OURS, Kind.INTERNAL),
    /** A message that is not signed by whom it should be. */
    MESSAGE_FORGED(5006, Family.OURS, Kind.FORBIDDEN),
    /** A message to a runner that is sealed to another key than the runner's. */
    MESSAGE_SEALED(5010, Family.OURS, Kind.FORBIDDEN),
    /** An event of a runner that is not enrolled. */
    SENDER_UNKNOWN(5011, Family.OURS, Kind.FORBIDDEN),
    /** An event of a runner that was revoked. */
    SENDER_REVOKED(5012, Family.OURS, Kind.FORBIDDEN),
    /** An event that a runner has signed and that is in the name of another one. */
    SENDER_OTHER(5013, Family.OURS, Kind.FORBIDDEN),
    /** A runner could not be enrolled. */
    ENROLMENT_FAILED(5014, Family.OURS, Kind.UNAVAILABLE),
    /** An e-mail or webhook that could not be delivered. */
    DELIVERY_GIVEN_UP(5015, Family.OURS, Kind.UNAVAILABLE),
    /** The object store does not answer as it should. */
    OBJECTS_AWAY(5020, Family.OURS, Kind.UNAVAILABLE),
    /** The schema of the database is not the newest, and who is to change it may not. */
    SCHEMA_REFUSED(5040, Family.OURS, Kind.INTERNAL),
    /** An event about an attempt that its runner was not given, or that somebody else has since. */
    ATTEMPT_OTHER(5050, Family.OURS, Kind.FORBIDDEN),
    /** An event that was heard before, or that comes after the end of what it is about. */
    EVENT_REPEATED(5051, Family.OURS, Kind.CONFLICT),
    /** New keys of a runner that are none, or that the keys which it has did not sign. */
    KEYS_REFUSED(5052, Family.OURS, Kind.FORBIDDEN),
    /** A master that signs with a key which was replaced. */
    SIGNING_KEY_REPLACED(5053, Family.OURS, Kind.CONFLICT),
    /** A key cannot be replaced or retired, because an earlier change of it is not over. */
    KEYS_BUSY(5054, Family.OURS, Kind.CONFLICT),
    /** An event in clear of a runner that has sealed what it says before. */
    MESSAGE_UNSEALED(5055, Family.OURS, Kind.FORBIDDEN),
    /** The key that runners seal to was replaced at another master, and this one has the former alone. */
    OPENING_KEY_REPLACED(5056, Family.OURS, Kind.CONFLICT);

    private final int number;
    private final Family family;
    private final Kind kind;

    Problem(int number, Family family, Kind kind) {
        this.number = number;
        this.family = family;
        this.kind = kind;
    }

    /** The code that logs, API and console show, for example {@code SW-1009}. */
    public String code() {
        return "SW-" + number;
    }

    public Family family() {
        return family;
    }

    public Kind kind() {
        return kind;
    }
}
