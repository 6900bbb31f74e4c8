// Small things that every page has: times as people say them.
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

  const duration = (from, to) => {
    const seconds = Math.max(0, (to - from) / 1000);
    if (seconds < 60) {
      return `${seconds.toFixed(1)} s`;
    }
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60);
    return minutes < 60
      ? `${minutes} min ${whole % 60} s`
      : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  };

  times();
  setInterval(times, 10000);
  return { times, duration };
})();
