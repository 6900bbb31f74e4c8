// One log of a job's page: bytes come in, numbered lines stand there.
class Log {
  constructor(element) {
    this.element = element;
    this.lines = element.querySelector('.lines');
    this.clear();
  }

  clear() {
    this.lines.replaceChildren();
    this.end = -1;
    this.number = 0;
    this.open = null;
    this.rest = '';
    this.ansi = new Ansi();
    this.decoder = new TextDecoder();
    this.element.classList.add('quiet-log');
    this.element.querySelector('.cut').hidden = true;
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
      // Begins somewhere in a line, perhaps in a character: what is left of that line is not shown.
      this.element.querySelector('.cut').hidden = false;
      this.write(text.slice(text.indexOf('\n') + 1));
    } else {
      this.write(text);
    }
  }

  write(text) {
    const parts = text.split('\n');
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
    line.id = `${this.element.id}:${this.number}`;
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
Log.MOST_LINES = 10000;
Log.LONGEST_LINE = 16384;
