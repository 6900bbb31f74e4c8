// The job's page, live: follows the stream of events until the job's end.
const jobPage = (() => {
  const TAIL = 128 * 1024;
  const root = document.getElementById('logs');
  const logs = new Map([...document.querySelectorAll('.log')].map((element) => [element.dataset.log, new Log(element)]));
  const follow = document.getElementById('follow');
  const TERMINAL = ['success', 'failed', 'timeout', 'cancelled'];
  let attempt = 0;
  let last = '';
  let source = null;
  let quiet = 0;

  const mark = (element, word) => {
    element.dataset.status = word;
    element.textContent = word;
  };

  const durations = () => document.querySelectorAll('.duration').forEach((element) => {
    const { started, ended } = element.dataset;
    element.textContent = started
      ? slipway.duration(new Date(started), ended ? new Date(ended) : new Date())
      : '';
  });

  const refresh = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => refreshJob(), 150);
  };

  const refreshed = () => {
    slipway.times();
    durations();
  };

  const onStatus = (event) => {
    const data = JSON.parse(event.data);
    const status = document.getElementById('job-status');
    if (status.dataset.status !== data.status) {
      mark(status, data.status);
      refresh();
    }
    if (data.attempt !== attempt) {
      attempt = data.attempt;
      logs.forEach((log) => log.clear());
    }
  };

  const onTask = (event) => {
    const data = JSON.parse(event.data);
    const task = [...document.querySelectorAll('.task')].find((element) => element.dataset.task === data.name);
    if (!task) {
      return;
    }
    task.dataset.status = data.status;
    mark(task.querySelector('.status'), data.status);
    const duration = task.querySelector('.duration');
    duration.dataset.started = data.started ?? '';
    duration.dataset.ended = data.ended ?? '';
    durations();
  };

  const onLog = (event) => {
    const data = JSON.parse(event.data);
    const log = logs.get(data.log);
    if (!log) {
      return;
    }
    log.take(data);
    if (follow.checked) {
      log.element.scrollIntoView({ block: 'end' });
    }
  };

  const onEnd = (event) => {
    source.close();
    onStatus(event);
    refresh();
  };

  const connect = () => {
    const query = last ? `&from=${encodeURIComponent(last)}` : '';
    source = new EventSource(`${root.dataset.stream}?tail=${TAIL}${query}`);
    const on = (name, handle) => source.addEventListener(name, (event) => {
      last = event.lastEventId;
      handle(event);
    });
    on('status', onStatus);
    on('task', onTask);
    on('log', onLog);
    on('end', onEnd);
    // The browser comes back by itself after a broken connection, but not after an answer that is an error.
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(connect, 3000);
      }
    };
  };

  const status = document.getElementById('job-status').dataset.status;
  follow.checked = !TERMINAL.includes(status) && !location.hash;
  window.addEventListener('wheel', (event) => {
    if (event.deltaY < 0) {
      follow.checked = false;
    }
  }, { passive: true });
  document.querySelectorAll('.log').forEach((element) => { element.id = `log-${element.dataset.log}`; });
  refreshed();
  setInterval(durations, 1000);
  connect();
  return { refreshed };
})();
