// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.schedules;

import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.job.Visibility;
import io.slipway.manifest.ManifestException;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Schedules;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.Schedule.State;
import io.slipway.master.schedule.ScheduleDraft;
import io.slipway.master.submit.Submission;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.page.submit.EditorFindings;
import io.slipway.web.page.submit.Sample;
import io.slipway.web.route.Routes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Makes a schedule, or changes one: its manifest in the editor, when it comes, and when that will be. */
@Named
@ViewScoped
public class SchedulePage implements Serializable {
    private static final String NEW = "new";
    private static final Pattern PLACES =
            Pattern.compile("(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+|UTC");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm xxx", Locale.UK);

    @EJB
    private transient Schedules schedules;

    @EJB
    private transient Jobs jobs;

    private String id;
    private String name = "";
    private String cron = "0 4 * * *";
    private String zone = "UTC";
    private String manifest = Sample.MANIFEST;
    private String note = "";
    private String tags = "";
    private String visibility = Visibility.UNLISTED.word();
    private boolean active = true;
    private String trouble = "";
    private boolean stopped;

    @PostConstruct
    void begin() {
        Object named = Faces.getRequest().getAttribute(Routes.SCHEDULE);
        id = named == null ? NEW : named.toString();
    }

    /** Answers 404 for a schedule that is not there. */
    public void open() {
        if (isNew()) {
            return;
        }
        try {
            take(schedules.find(Frame.caller(), Numbers.schedule(id)));
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NOT_FOUND) {
                throw e;
            }
            Faces.setRequestAttribute("sentence", e.getMessage());
            Faces.responseSendError(404, e.getMessage());
        }
    }

    private void take(Schedule schedule) {
        name = schedule.name();
        cron = schedule.cron();
        zone = schedule.zone();
        manifest = schedule.manifest();
        note = schedule.note();
        tags = String.join("/", schedule.tags());
        visibility = schedule.visibility().word();
        active = schedule.state() != State.PAUSED;
        trouble = schedule.trouble();
        stopped = schedule.state() == State.STOPPED;
    }

    /** Tells the editor what is wrong so far. */
    public void check() {
        EditorFindings.tell(jobs.check(Frame.caller(), manifest));
    }

    public void save() {
        try {
            if (isNew()) {
                schedules.add(Frame.caller(), draft());
            } else {
                schedules.change(Frame.caller(), Numbers.schedule(id), draft());
            }
            Messages.addFlashGlobalInfo("Schedule `{0}` was saved.", name.strip());
            Faces.redirect("/schedules");
        } catch (ManifestException e) {
            EditorFindings.tell(e.findings());
            Messages.addGlobalError("{0}", EditorFindings.refusal(e.findings(), "nothing was saved"));
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    private ScheduleDraft draft() {
        List<String> words = Stream.of(tags.split("/"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        Submission submission = new Submission(manifest, note.strip(), words, true, Visibility.ofWord(visibility));
        return new ScheduleDraft(name, cron, zone.strip(), submission, !active);
    }

    /** When it comes next, or why it does not. */
    public String getComes() {
        try {
            List<Instant> times = schedules.next(Frame.caller(), cron, zone.strip());
            ZoneId place = ZoneId.of(zone.strip());
            return times.stream()
                    .map(time -> TIME.format(ZonedDateTime.ofInstant(time, place)))
                    .reduce("Next:", (said, time) -> said + "\n" + time);
        } catch (ProblemException e) {
            return e.getMessage();
        }
    }

    /** Names of time zones, for who does not know them by heart. */
    public List<String> getZones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(known -> PLACES.matcher(known).matches())
                .sorted()
                .toList();
    }

    public boolean isNew() {
        return id.equals(NEW);
    }

    public String getTrouble() {
        return trouble;
    }

    public boolean isStopped() {
        return stopped;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getCron() {
        return cron;
    }

    public void setCron(String cron) {
        this.cron = cron;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public String getManifest() {
        return manifest;
    }

    /** Forms send CRLF for every end of line, whatever the editor has. */
    public void setManifest(String manifest) {
        this.manifest = manifest.replace("\r\n", "\n");
    }

    public String getNote() {
        return note;
    }

    public void setNote(String note) {
        this.note = note.replace("\r\n", "\n");
    }

    public String getTags() {
        return tags;
    }

    public void setTags(String tags) {
        this.tags = tags;
    }

    public String getVisibility() {
        return visibility;
    }

    public void setVisibility(String visibility) {
        this.visibility = visibility;
    }

    public boolean isActive() {
        return active;
    }

    public void setActive(boolean active) {
        this.active = active;
    }
}
