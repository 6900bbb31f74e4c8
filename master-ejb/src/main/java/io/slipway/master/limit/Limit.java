// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

/** What is limited, and whom each limit holds for. The default is what the settings say when they say nothing. */
public enum Limit {
    /** Passwords for one account from one network. */
    LOGIN("limit.login", "10/10m"),
    /** Passwords from one network, whatever the account. */
    LOGIN_NETWORK("limit.login-network", "100/10m"),
    /** Passwords for one account, wherever they come from: beyond it each is looked at after a pause. */
    LOGIN_ACCOUNT("limit.login-account", "50/1h"),
    /** Passwords that somebody who is logged in is asked for once more. */
    PASSWORD_AGAIN("limit.password-again", "10/10m"),
    /** Codes of the second step for one account, by whoever knows the password already. */
    CODE("limit.code", "10/30m"),
    /** Access tokens that are not good, from one network. */
    TOKEN("limit.token", "100/10m"),
    /** Answers of the OpenID provider that were looked at and refused, from one network. */
    OPENID("limit.openid", "20/10m"),
    /** Enrolment tokens that are not good, from one network. */
    ENROLMENT("limit.enrolment", "20/10m"),
    /** Ssh keys that no account has, from one network. */
    SSH_KEY("limit.ssh-key", "100/10m");

    private final String key;
    private final String usual;

    Limit(String key, String usual) {
        this.key = key;
        this.usual = usual;
    }

    /** The key of the settings. */
    public String key() {
        return key;
    }

    /** The default: tries, and the time in which they come back. */
    String usual() {
        return usual;
    }
}
