// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.UserStore;
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
        return caller.isAnonymous() ? List.of() : read(ids);
    }

    private List<Profile> read(Collection<Long> ids) {
        return users.profiles(ids).stream().map(Profiles::profile).toList();
    }

    /**
     * Of those users that there are, in no order.
     *
     * @param usernames without tilde
     */
    public List<Profile> findByName(Caller caller, Collection<String> usernames) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return users.profilesOf(usernames).stream().map(Profiles::profile).toList();
    }

    private static Profile profile(ProfileRow row) {
        return new Profile(row.id(), row.name(), row.created());
    }
}
