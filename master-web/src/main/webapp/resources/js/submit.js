// The manifest's editor: colours, and what is wrong beside the line where it is.
const submitPage = (() => {
  const DRAFT = 'manifest';
  const editor = CodeMirror.fromTextArea(document.querySelector('.manifest-text'), {
    mode: 'yaml', lineNumbers: true, tabSize: 2, indentUnit: 2, viewportMargin: Infinity, screenReaderLabel: 'Manifest',
    extraKeys: { Tab: (cm) => cm.replaceSelection('  ', 'end') },
  });
  const list = document.getElementById('findings');
  let widgets = [];
  let timer = 0;

  const line = (finding, tag) => {
    const element = document.createElement(tag);
    element.className = finding.error ? 'manifest-error' : 'manifest-warning';
    element.title = finding.code;
    slipway.sentence(element, finding.sentence);
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
      editor.addLineWidget(Math.min(finding.line, editor.lineCount()) - 1, line(finding, 'div'), { noHScroll: true }));
    findings.filter((finding) => finding.line === 0).forEach((finding) => list.append(line(finding, 'li')));
  };

  const submitted = (args) => {
    show(args);
    slipway.sentences();
    document.querySelector('.manifest-error')?.scrollIntoView({ block: 'nearest' });
  };

  const checkSoon = () => {
    editor.save();
    clearTimeout(timer);
    timer = setTimeout(() => checkManifest(), 400);
  };

  // When the session has ended, what was written comes back after the login.
  const draft = sessionStorage.getItem(DRAFT);
  sessionStorage.removeItem(DRAFT);
  if (draft !== null) {
    editor.setValue(draft);
  }
  window.jQuery(document).on('pfAjaxError', (event, xhr) => {
    if (xhr.status === 401) {
      sessionStorage.setItem(DRAFT, editor.getValue());
    }
  });

  editor.on('change', checkSoon);
  checkSoon();
  return { show, submitted, editor };
})();
