// Small things that every page has: times as people say them, quoted values, one click that counts, the way back to the login.
const slipway = (() => {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const STEPS = [[60, 'second'], [60, 'minute'], [24, 'hour'], [365, 'day'], [Infinity, 'year']];

  const ago = (when) => {
    let amount = (when - Date.now()) / 1000;
    if (Math.abs(amount) < 5) {
      return 'now';
    }
    for (const [step, unit] of STEPS) {
      if (Math.abs(amount) < step) {
        return words.format(Math.round(amount), unit);
      }
      amount /= step;
    }
    return '';
  };

  const times = () => document.querySelectorAll('time').forEach((element) => {
    const when = new Date(element.dateTime);
    element.title = when.toLocaleString();
    element.textContent = ago(when);
  });

  // Without an end it goes on: whole seconds are enough then.
  const duration = (from, to) => {
    const seconds = Math.max(0, ((to ?? Date.now()) - from) / 1000);
    if (seconds < 60) {
      return to ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds)} s`;
    }
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60);
    return minutes < 60
      ? `${minutes} min ${whole % 60} s`
      : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  };

  const durations = () => document.querySelectorAll('.duration').forEach((element) => {
    const { started, ended } = element.dataset;
    element.textContent = started ? duration(new Date(started), ended ? new Date(ended) : null) : '';
  });

  // What stands in backquotes is a value.
  const sentence = (element, text) => element.replaceChildren(...text.split('`').map((part, index) => {
    if (index % 2 === 0) {
      return part;
    }
    const value = document.createElement('code');
    value.textContent = part;
    return value;
  }));

  const sentences = () => [...document.querySelectorAll('.sentence')]
    .filter((element) => element.textContent.includes('`'))
    .forEach((element) => sentence(element, element.textContent));

  // A form goes out once, however often its button is pressed; a page that comes back from the browser's memory may send again.
  let sent = false;
  window.addEventListener('pageshow', () => { sent = false; });
  document.addEventListener('submit', (event) => {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
  });

  // The session has ended: a script's request cannot follow to the login, so the page goes there.
  window.jQuery?.(document).on('pfAjaxError', (event, xhr) => {
    if (xhr.status === 401) {
      location.assign(`/login.xhtml?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
  });

  times();
  durations();
  sentences();
  setInterval(times, 10000);
  setInterval(durations, 1000);
  return { times, durations, sentence, sentences };
})();
