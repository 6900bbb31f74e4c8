// The manifest's editor: colours, and what is wrong beside the line where it is.
const submitPage = (() => {
  const area = document.getElementById('submit:manifest');
  const editor = CodeMirror.fromTextArea(area, {
    mode: 'yaml', lineNumbers: true, tabSize: 2, indentUnit: 2, viewportMargin: Infinity,
    extraKeys: { Tab: (cm) => cm.replaceSelection('  ', 'end') },
  });
  const list = document.getElementById('findings');
  let widgets = [];
  let timer = 0;

  const line = (finding, tag) => {
    const element = document.createElement(tag);
    element.className = finding.error ? 'manifest-error' : 'manifest-warning';
    element.textContent = finding.sentence;
    element.title = finding.code;
    return element;
  };

  const show = (args) => {
    if (!args || args.findings === undefined) {
      return;
    }
    widgets.forEach((widget) => widget.clear());
    list.replaceChildren();
    const findings = JSON.parse(args.findings);
    widgets = findings.filter((finding) => finding.line > 0).map((finding) =>
      editor.addLineWidget(Math.min(finding.line, editor.lineCount()) - 1, line(finding, 'div')));
    findings.filter((finding) => finding.line === 0).forEach((finding) => list.append(line(finding, 'li')));
  };

  const save = () => editor.save();

  editor.on('change', () => {
    clearTimeout(timer);
    timer = setTimeout(() => { save(); checkManifest(); }, 400);
  });
  timer = setTimeout(() => { save(); checkManifest(); }, 400);
  return { save, show, editor };
})();
