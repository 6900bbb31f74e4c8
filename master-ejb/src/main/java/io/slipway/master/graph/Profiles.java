// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.ProfileRow;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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

    /** @param username without tilde */
    public Optional<Profile> find(Caller caller, String username) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return users.profile(username).map(Profiles::profile);
    }

    private static Profile profile(ProfileRow row) {
        return new Profile(row.id(), row.name(), row.created());
    }
}
