// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.note;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Writes an image as a link to it, named by its description. */
final class ImageLink implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;

    ImageLink(HtmlNodeRendererContext context) {
        this.context = context;
        this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Image.class);
    }

    @Override
    public void render(Node node) {
        Image image = (Image) node;
        String address = context.urlSanitizer().sanitizeLinkUrl(image.getDestination());
        html.tag("a", Map.of("href", context.encodeUrl(address)));
        if (image.getFirstChild() == null) {
            html.text(address);
        }
        for (Node child = image.getFirstChild(); child != null; child = child.getNext()) {
            context.render(child);
        }
        html.tag("/a");
    }
}
