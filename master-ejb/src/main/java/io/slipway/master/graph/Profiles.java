// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.Description;
import io.slipway.master.store.UserStore.ProfileRow;
import java.util.Collection;
import java.util.List;

/** What is told of users. */
public final class Profiles {
    private final UserStore users;

    public Profiles(UserStore users) {
        this.users = users;
    }

    /** Of those users that there are, in no order; nothing for who gave no credentials. */
    public List<Profile> find(Caller caller, Collection<Long> ids) {
        return caller.isAnonymous() ? List.of() : told(caller, users.profiles(ids));
    }

    /**
     * Of those users that there are, in no order.
     *
     * @param usernames without tilde
     */
    public List<Profile> findByName(Caller caller, Collection<String> usernames) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return told(caller, users.profilesOf(usernames));
    }

    private static List<Profile> told(Caller caller, List<ProfileRow> rows) {
        return rows.stream().map(row -> profile(caller, row)).toList();
    }

    /** E-mail addresses are for their owners and administrators. */
    private static Profile profile(Caller caller, ProfileRow row) {
        boolean toldAll = caller.may(Permissions.PROFILE_READ) && Permissions.owns(caller, row.id());
        Description description = row.description();
        return new Profile(
                row.id(),
                row.name(),
                toldAll && description.email() != null ? description.email() : "",
                description.url(),
                description.location(),
                description.bio(),
                row.created(),
                row.updated());
    }
}
