// Colours of terminals (SGR). Makes elements and text, never HTML, so a log can do nothing to the page.
class Ansi {
  constructor() {
    this.reset();
  }

  reset() {
    this.style = { fg: '', bg: '', bold: false, dim: false, italic: false, underline: false, inverse: false };
  }

  // Gives the nodes of one line; what is no colour is left out.
  line(text) {
    const nodes = [];
    let last = 0;
    // CSI and OSC sequences, and other control characters but tab.
    const control = /\x1b\[([0-9;:]*)([@-~])|\x1b\[[ -?]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f]/g;
    for (let found = control.exec(text); found; found = control.exec(text)) {
      this.add(nodes, text.slice(last, found.index));
      last = control.lastIndex;
      if (found[2] === 'm') {
        this.sgr(found[1].replaceAll(':', ';').split(';').map(Number));
      }
    }
    this.add(nodes, text.slice(last));
    return nodes;
  }

  add(nodes, text) {
    if (text === '') {
      return;
    }
    const { fg, bg, bold, dim, italic, underline, inverse } = this.style;
    const classes = [bold && 'b', dim && 'd', italic && 'i', underline && 'u', inverse && 'inv'].filter(Boolean);
    if (!fg && !bg && classes.length === 0) {
      nodes.push(document.createTextNode(text));
      return;
    }
    const span = document.createElement('span');
    span.className = classes.join(' ');
    span.style.color = fg;
    span.style.backgroundColor = bg;
    span.textContent = text;
    nodes.push(span);
  }

  sgr(codes) {
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i];
      if (code === 38 || code === 48) {
        const take = codes[i + 1] === 5 ? 2 : 4;
        this.style[code === 38 ? 'fg' : 'bg'] = Ansi.extended(codes.slice(i + 1, i + 1 + take));
        i += take;
      } else {
        this.simple(code);
      }
    }
  }

  simple(code) {
    const style = this.style;
    if (code === 0) this.reset();
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 22) style.bold = style.dim = false;
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code === 27) style.inverse = false;
    else if (code === 39) style.fg = '';
    else if (code === 49) style.bg = '';
    else if (code >= 30 && code <= 37) style.fg = Ansi.COLOURS[code - 30];
    else if (code >= 40 && code <= 47) style.bg = Ansi.COLOURS[code - 40];
    else if (code >= 90 && code <= 97) style.fg = Ansi.COLOURS[code - 82];
    else if (code >= 100 && code <= 107) style.bg = Ansi.COLOURS[code - 92];
  }

  static extended([kind, a, b, c]) {
    if (kind === 2) {
      return `rgb(${a & 255},${b & 255},${c & 255})`;
    }
    if (a < 16) {
      return Ansi.COLOURS[a] ?? '';
    }
    if (a < 232) {
      const level = (n) => (n === 0 ? 0 : 55 + 40 * n);
      const n = a - 16;
      return `rgb(${level(Math.floor(n / 36))},${level(Math.floor(n / 6) % 6)},${level(n % 6)})`;
    }
    return `rgb(${8 + 10 * (a - 232)},${8 + 10 * (a - 232)},${8 + 10 * (a - 232)})`;
  }
}
Ansi.COLOURS = ['#5c6370', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#dcdfe4',
  '#828997', '#ff8b94', '#b5e890', '#ffd98a', '#8cc8ff', '#de9cf0', '#7fd8e3', '#ffffff'];
