// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.secrets;

import io.slipway.error.ProblemException;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.secret.NewSecret;
import io.slipway.master.secret.SecretView;
import io.slipway.secret.FileMode;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/**
 * Lists the caller's secrets and takes another one. What is in it lives as long as the request, and is on no page again, also not on one that
 * says what was wrong with it.
 */
@Named
@RequestScoped
public class SecretsPage implements Serializable {
    private static final String ADDRESS = "/secrets";

    @EJB
    private transient Secrets secrets;

    private String name = "";
    private String type = SecretType.SSH_KEY.word();
    private String path = "";
    private String mode = FileMode.PRIVATE.toString();
    private transient String text = "";
    private transient Part file;
    private transient List<SecretView> list;

    public List<SecretView> getList() {
        if (list == null) {
            list = secrets.list(Frame.caller());
        }
        return list;
    }

    public void add() {
        SecretType chosen = SecretType.ofWord(type).orElse(SecretType.SSH_KEY);
        boolean isFile = chosen == SecretType.FILE;
        try {
            SecretView added = secrets.add(
                    Frame.caller(),
                    new NewSecret(
                            chosen,
                            name.strip(),
                            isFile ? path.strip() : "",
                            isFile ? mode.strip() : "",
                            content(chosen)));
            Messages.addFlashGlobalInfo("Successfully added secret `{0}`.", added.uuid());
            Faces.redirect(ADDRESS);
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    /** Of a text and a file that are both given, neither: the secret is refused as one that is empty. */
    private SecretContent content(SecretType chosen) {
        boolean hasFile = file != null && file.getSize() > 0;
        if (hasFile != text.isBlank()) {
            return new SecretContent(new byte[0]);
        }
        return hasFile ? new SecretContent(bytes(chosen)) : new SecretContent(lines().getBytes(StandardCharsets.UTF_8));
    }

    /** A little more than is allowed is enough to see that it is too much. */
    private byte[] bytes(SecretType chosen) {
        try (InputStream in = file.getInputStream()) {
            return in.readNBytes(chosen.mostBytes() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading a file that was sent", e);
        }
    }

    /** Forms send CRLF for every end of line, and none for the last. */
    private String lines() {
        String plain = text.replace("\r\n", "\n");
        return plain.endsWith("\n") ? plain : plain + "\n";
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public String getMode() {
        return mode;
    }

    public void setMode(String mode) {
        this.mode = mode;
    }

    /** Always empty: what was written does not come back. */
    public String getText() {
        return "";
    }

    public void setText(String text) {
        this.text = text;
    }

    public Part getFile() {
        return file;
    }

    public void setFile(Part file) {
        this.file = file;
    }
}
