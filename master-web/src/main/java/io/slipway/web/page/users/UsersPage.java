// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.users;

import io.slipway.error.ProblemException;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountPage;
import io.slipway.master.account.AccountView;
import io.slipway.master.ejb.AccountAdministration;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Lists accounts by name, and makes another one, whose password is shown once. */
@Named
@ViewScoped
public class UsersPage implements Serializable {
    private static final String ADDRESS = "/admin/users";

    @EJB
    private transient AccountAdministration administration;

    private final String search = parameter("search");
    private final String start = parameter("start");
    private String name = "";
    private String email = "";
    private String role = Role.USER.word();
    private transient AccountPage page;

    private static String parameter(String name) {
        String value = Faces.getRequestParameter(name);
        return value == null ? "" : value;
    }

    /** Answers 403 to who is no administrator. */
    public void open() {
        Frame.requireAdministrator();
    }

    public List<AccountView> getAccounts() {
        return page().accounts();
    }

    public long getTotal() {
        return page().total();
    }

    private AccountPage page() {
        if (page == null) {
            page = read();
        }
        return page;
    }

    private AccountPage read() {
        try {
            return administration.list(Frame.caller(), search, start);
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
            return new AccountPage(List.of(), "", 0);
        }
    }

    /** Shows the password in the answer itself: nothing keeps it, and loading the page anew shows it no more. */
    public void make() {
        try {
            Frame.showOnce(administration.create(Frame.caller(), name.strip(), email, Role.ofWord(role)));
            page = null;
            name = "";
            email = "";
            role = Role.USER.word();
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
        }
    }

    public String getSearch() {
        return search;
    }

    public String getStart() {
        return start;
    }

    /** Address of the first page. */
    public String getFirst() {
        return address("");
    }

    /** Address of the next page; empty on the last. */
    public String getNext() {
        return page().next().isEmpty() ? "" : address(page().next());
    }

    private String address(String from) {
        return "%s?search=%s&start=%s".formatted(ADDRESS, URLEncoder.encode(search, StandardCharsets.UTF_8), from);
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getEmail() {
        return email;
    }

    public void setEmail(String email) {
        this.email = email;
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }
}
