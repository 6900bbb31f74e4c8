// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.frame;

import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.faces.event.PhaseListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

/**
 * Gives a page that is shown again after its form was sent a nonce of its own.
 *
 * <p>PrimeFaces wants the nonce of the first answer back with every form, and its script puts it there: on pages that have no such script
 * nobody does, and showing what was wrong with the form would be an error. A whole page that is written again has its policy written again
 * too, so it needs no nonce of before. PrimeFaces makes one for what was forwarded; so it is said of what was sent to the page itself that
 * it was. Answers to Ajax keep theirs: the page that they change has it.
 */
public final class FreshNonce implements PhaseListener {
    private static final long serialVersionUID = 1L;
    private static final String NONCE = "primefaces.nonce";

    @Override
    public PhaseId getPhaseId() {
        return PhaseId.RESTORE_VIEW;
    }

    @Override
    public void afterPhase(PhaseEvent event) {
        FacesContext context = event.getFacesContext();
        UIViewRoot view = context.getViewRoot();
        boolean sent = context.getExternalContext().getRequestParameterMap().containsKey(NONCE);
        if (view == null
                || !context.isPostback()
                || sent
                || context.getPartialViewContext().isAjaxRequest()) {
            return;
        }
        Map<String, Object> kept = view.getViewMap(false);
        if (kept != null) {
            kept.remove(NONCE);
        }
        HttpServletRequest request =
                (HttpServletRequest) context.getExternalContext().getRequest();
        if (request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI) == null) {
            request.setAttribute(RequestDispatcher.FORWARD_REQUEST_URI, request.getRequestURI());
        }
    }
}
