// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.note;

import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Goes through a note until it has a line that says something. */
final class FirstLine extends AbstractVisitor {
    private static final Pattern LINE_END = Pattern.compile("\\R");

    private final StringBuilder line = new StringBuilder();
    private boolean whole;

    /** Empty when nothing says anything. */
    String text() {
        return line.toString().strip();
    }

    @Override
    public void visit(Text text) {
        append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        append(code.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
        append(html.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak end) {
        end();
    }

    @Override
    public void visit(HardLineBreak end) {
        end();
    }

    @Override
    public void visit(Paragraph paragraph) {
        super.visit(paragraph);
        end();
    }

    @Override
    public void visit(Heading heading) {
        super.visit(heading);
        end();
    }

    @Override
    public void visit(FencedCodeBlock code) {
        lines(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        lines(code.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
        lines(html.getLiteral());
    }

    @Override
    protected void visitChildren(Node parent) {
        for (Node child = parent.getFirstChild(); child != null && !whole; child = child.getNext()) {
            child.accept(this);
        }
    }

    private void lines(String text) {
        text.lines().filter(one -> !one.isBlank()).findFirst().ifPresent(this::append);
        end();
    }

    /** Line ends can be written by their numbers too, as {@code &#10;}. */
    private void append(String text) {
        line.append(LINE_END.matcher(text).replaceAll(" "));
    }

    private void end() {
        whole = !text().isEmpty();
    }
}
