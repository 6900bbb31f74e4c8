// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.submit;

import io.slipway.error.ProblemException;
import io.slipway.job.Visibility;
import io.slipway.manifest.ManifestException;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobView;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.web.api.Links;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Takes a manifest, says what is wrong with it while it is written, and hands it in. */
@Named
@ViewScoped
public class SubmitPage implements Serializable {
    @EJB
    private transient Jobs jobs;

    private String manifest = Sample.MANIFEST;
    private String note = "";
    private String tags = "";
    private String visibility = Visibility.UNLISTED.word();
    private boolean execute = true;
    private transient String missing = "";
    private boolean secrets = true;

    /** Begins with the manifest of the job that the address names, when it names one, or with what the address holds. */
    @PostConstruct
    void begin() {
        Object resubmitted = Faces.getRequest().getAttribute(Routes.JOB);
        String from = resubmitted == null ? Faces.getRequestParameter("from") : resubmitted.toString();
        if (from != null) {
            take(from, resubmitted != null);
            return;
        }
        setManifest(given("manifest", Sample.MANIFEST));
        setNote(given("note", ""));
    }

    private void take(String from, boolean needed) {
        try {
            JobView job = jobs.find(Frame.caller(), Numbers.job(from));
            manifest = job.manifest();
            note = job.note();
            tags = String.join("/", job.tags());
            visibility = job.visibility().word();
            secrets = jobs.mayHaveSecrets(Frame.caller(), job.id());
        } catch (ProblemException e) {
            missing = needed ? e.getMessage() : "";
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    private static String given(String parameter, String fallback) {
        String given = Faces.getRequestParameter(parameter);
        return given == null || given.isBlank() ? fallback : given;
    }

    /** Answers 404 when the job that is to be submitted again is not there, or not for the caller. */
    public void open() {
        if (missing != null && !missing.isEmpty()) {
            Frame.notFound(missing);
        }
    }

    /** Tells the editor what is wrong so far. */
    public void check() {
        EditorFindings.tell(jobs.check(Frame.caller(), manifest));
    }

    public void submit() {
        try {
            Submitted submitted = jobs.submit(
                    Frame.caller(),
                    new Submission(
                            manifest,
                            note.strip(),
                            Stream.of(tags.split("/"))
                                    .map(String::strip)
                                    .filter(tag -> !tag.isEmpty())
                                    .toList(),
                            execute,
                            Visibility.ofWord(visibility),
                            secrets ? GiveSecrets.IF_ALLOWED : GiveSecrets.NO));
            leave(submitted);
        } catch (ManifestException e) {
            EditorFindings.tell(e.findings());
            Messages.addGlobalError("{0}", EditorFindings.refusal(e.findings(), "nothing was submitted"));
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    /** To the job, or, of several, to their group. */
    private static void leave(Submitted submitted) {
        String owner = submitted.job().owner();
        Faces.redirect(
                submitted.group() == null
                        ? Links.page(owner, submitted.job().id())
                        : Links.page(owner, submitted.group()));
    }

    public List<String> getImages() {
        return jobs.offeredImages();
    }

    /** Empty when there is no way to submit by ssh. */
    public String getSshCommand() {
        return jobs.sshCommand();
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

    public boolean isExecute() {
        return execute;
    }

    public void setExecute(boolean execute) {
        this.execute = execute;
    }

    public boolean isSecrets() {
        return secrets;
    }

    public void setSecrets(boolean secrets) {
        this.secrets = secrets;
    }
}
