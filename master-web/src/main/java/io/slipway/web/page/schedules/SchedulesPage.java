// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.schedules;

import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Schedules;
import io.slipway.master.schedule.Schedule;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Lists the caller's schedules, and runs, pauses, resumes or removes one. */
@Named
@ViewScoped
public class SchedulesPage implements Serializable {
    private static final String ADDRESS = "/schedules";

    @EJB
    private transient Schedules schedules;

    private String chosen = "";
    private transient List<Schedule> list;

    public List<Schedule> getSchedules() {
        if (list == null) {
            list = schedules.list(Frame.caller());
        }
        return list;
    }

    /** Reads the list again. */
    public void refresh() {
        list = null;
    }

    public void run() {
        command((caller, id) -> {
            JobId job = schedules.run(caller, id).job().id();
            Messages.addFlashGlobalInfo("Job `{0}` was submitted.", job);
        });
    }

    public void pause() {
        command(schedules::pause);
    }

    public void resume() {
        command(schedules::resume);
    }

    public void remove() {
        command((caller, id) -> {
            schedules.remove(caller, id);
            Messages.addFlashGlobalInfo("The schedule was removed.");
        });
    }

    /**
     * By the schedule's number and not by its place in the list, which may be another by now. Leads to this page again, so that loading it
     * anew does nothing twice.
     */
    private void command(ObjLongConsumer<Caller> command) {
        try {
            command.accept(Frame.caller(), Numbers.schedule(chosen));
        } catch (ProblemException e) {
            Messages.addFlashGlobalError("{0}", e.getMessage());
        }
        Faces.redirect(ADDRESS);
    }

    /** Number of the schedule that is meant. */
    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }
}
