// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.jobs;

import io.slipway.web.api.Links;
import java.util.ArrayList;
import java.util.List;

/** A link to the jobs below a tag, or of a user. */
public record Crumb(String name, String address, boolean last) {

    /** The user, and each tag below it. */
    static List<Crumb> of(String owner, List<String> tags) {
        List<Crumb> way = new ArrayList<>();
        way.add(new Crumb("~" + owner, Links.jobs(owner, List.of()), tags.isEmpty()));
        for (int i = 1; i <= tags.size(); i++) {
            way.add(new Crumb(tags.get(i - 1), Links.jobs(owner, tags.subList(0, i)), i == tags.size()));
        }
        return way;
    }

    /** Each tag of a job. */
    public static List<Crumb> ofTags(String owner, List<String> tags) {
        List<Crumb> way = of(owner, tags);
        return way.subList(1, way.size());
    }
}
