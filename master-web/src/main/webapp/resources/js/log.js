// One log of a job's page: bytes come in, numbered lines stand there. What comes fast is painted together.
class Log {
  // Calls `painted` when new lines stand there.
  constructor(element, painted) {
    this.element = element;
    this.painted = painted;
    this.timer = 0;
    this.lines = element.querySelector('.lines');
    this.clear();
  }

  clear() {
    this.lines.replaceChildren();
    this.end = -1;
    this.number = 0;
    this.open = null;
    this.rest = '';
    this.waiting = '';
    this.ansi = new Ansi();
    this.decoder = new TextDecoder();
    this.element.classList.add('quiet-log');
    this.element.querySelectorAll('.cut, .recounted').forEach((element) => { element.hidden = true; });
  }

  isBegun() {
    return this.end >= 0;
  }

  // Takes an event; what was there before, after a reconnection, is not taken twice.
  take(event) {
    if (this.end >= 0 && event.offset < this.end) {
      return;
    }
    const cut = this.end < 0 && event.offset > 0;
    this.end = event.offset + event.length;
    this.element.classList.remove('quiet-log');
    const text = event.text ?? this.decoder.decode(Log.bytes(event.base64), { stream: true });
    if (cut) {
      this.element.querySelectorAll('.cut, .recounted').forEach((element) => { element.hidden = false; });
    }
    // Begins somewhere in a line, perhaps in a character: what is left of that line is not shown.
    this.waiting += cut ? text.slice(text.indexOf('\n') + 1) : text;
    this.timer = this.timer || setTimeout(() => this.write(), Log.PAINT_MS);
  }

  write() {
    const parts = this.skip(this.waiting.split('\n'));
    this.timer = 0;
    this.waiting = '';
    const made = document.createDocumentFragment();
    parts.forEach((part, index) => {
      this.rest = (this.rest + part).slice(0, Log.LONGEST_LINE);
      if (this.open === null && (this.rest !== '' || index < parts.length - 1)) {
        this.open = this.newLine();
        made.append(this.open);
      }
      if (index < parts.length - 1) {
        this.paint(true);
        this.open = null;
        this.rest = '';
      }
    });
    if (this.open !== null) {
      this.paint(false);
    }
    this.lines.append(made);
    while (this.lines.childElementCount > Log.MOST_LINES) {
      this.lines.firstElementChild.remove();
      this.element.querySelector('.cut').hidden = false;
    }
    this.painted();
  }

  // Lines that would be dropped at once are only counted; the first of them may be the open one, which has its number.
  skip(parts) {
    const much = parts.length - Log.MOST_LINES;
    if (much <= 0) {
      return parts;
    }
    this.number += this.open === null ? much : much - 1;
    this.open = null;
    this.rest = '';
    this.element.querySelector('.cut').hidden = false;
    return parts.slice(much);
  }

  // A carriage return goes back to the line's begin: what stands last is what a terminal would show.
  paint(whole) {
    const text = this.rest.replace(/\r+$/, '');
    const shown = text.slice(text.lastIndexOf('\r') + 1);
    const before = { ...this.ansi.style };
    this.open.lastElementChild.replaceChildren(...this.ansi.line(shown));
    if (!whole) {
      this.ansi.style = before;
    }
  }

  newLine() {
    this.number += 1;
    const line = document.createElement('li');
    line.className = 'line';
    line.id = `${this.element.dataset.lines}-${this.number}`;
    const number = document.createElement('a');
    number.className = 'number';
    number.href = `#${line.id}`;
    number.dataset.number = this.number;
    line.append(number, document.createElement('span'));
    return line;
  }

  static bytes(base64) {
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  }
}
Log.MOST_LINES = 5000;
Log.PAINT_MS = 100;
Log.LONGEST_LINE = 16384;
