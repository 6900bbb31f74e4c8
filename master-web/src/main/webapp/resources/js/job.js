// The job's page, live: follows the stream of events until the job's end.
const jobPage = (() => {
  const TAIL = 128 * 1024;
  const TERMINAL = ['success', 'failed', 'timeout', 'cancelled'];
  const root = document.getElementById('logs');
  const status = document.getElementById('job-status');
  const follow = document.getElementById('follow');
  const logs = [...root.querySelectorAll('.log')].map((element) => new Log(element, () => painted()));
  const logOf = new Map(logs.map((log) => [log.element.dataset.task, log]));
  let attempt = 0;
  let last = '';
  let source = null;
  let waiting = 0;

  const isOver = () => TERMINAL.includes(status.dataset.status);

  const mark = (element, word, words) => {
    element.dataset.status = word;
    element.textContent = words ?? word;
  };

  // What somebody writes for a restart is not to be taken away by a refresh.
  const isWriting = () => document.querySelector('.restart details[open]') !== null;

  // Many events come together; one reading of the job answers them all.
  const refresh = () => {
    waiting = waiting || setTimeout(() => {
      waiting = 0;
      if (!isWriting()) {
        refreshJob();
      }
    }, 500);
  };

  const refreshed = () => {
    slipway.times();
    slipway.sentences();
    slipway.durations();
  };

  const showStatus = (word) => {
    mark(status, word);
    document.title = document.title.replace(/^(#\d+) \w+/, `$1 ${word}`);
    document.querySelector('.following').hidden = isOver();
  };

  const onStatus = (event) => {
    const data = JSON.parse(event.data);
    if (status.dataset.status !== data.status) {
      showStatus(data.status);
      refresh();
    }
    if (data.attempt !== attempt) {
      attempt = data.attempt;
      logs.forEach((log) => log.clear());
    }
  };

  const onWaiting = (event) => {
    slipway.sentence(document.getElementById('outcome'), JSON.parse(event.data).sentence);
  };

  const onTask = (event) => {
    const data = JSON.parse(event.data);
    document.querySelectorAll(`[data-task="${data.name}"]`).forEach((element) => {
      mark(element.querySelector('.status'), data.status, isOver() && data.status === 'pending' ? 'not run' : data.status);
      const duration = element.querySelector('.duration');
      duration.dataset.started = data.started ?? '';
      duration.dataset.ended = data.ended ?? '';
    });
    slipway.durations();
    refresh();
  };

  const goToEnd = () => {
    const written = logs.filter((log) => log.isBegun());
    if (follow.checked && written.length > 0) {
      written[written.length - 1].element.scrollIntoView({ block: 'end' });
    }
  };

  // A line that the address names is there only now: the browser looks for it again.
  const goToLine = () => {
    if (location.hash && !document.querySelector(':target') && document.getElementById(decodeURIComponent(location.hash.slice(1)))) {
      location.replace(location.hash);
    }
  };

  const painted = () => {
    goToEnd();
    goToLine();
  };

  const onLog = (event) => {
    const data = JSON.parse(event.data);
    logOf.get(data.task)?.take(data);
    if (data.task === undefined && !isOver()) {
      refresh();
    }
  };

  // What the runner keeps of the guest it says some seconds after the job's end.
  const lookForGuest = () => [2, 5, 10, 20].forEach((seconds) => setTimeout(() => {
    if (!isWriting()) {
      refreshJob();
    }
  }, seconds * 1000));

  const onEnd = (event) => {
    source.close();
    onStatus(event);
    document.querySelectorAll('.status[data-status=pending]').forEach((element) => mark(element, 'pending', 'not run'));
    document.querySelectorAll('.message.info').forEach((element) => element.remove());
    refresh();
    if (sawItRun) {
      lookForGuest();
    }
  };

  const connect = () => {
    const query = last ? `&from=${encodeURIComponent(last)}` : '';
    source = new EventSource(`${root.dataset.stream}?tail=${TAIL}${query}`);
    const on = (name, handle) => source.addEventListener(name, (event) => {
      last = event.lastEventId;
      handle(event);
    });
    on('status', onStatus);
    on('waiting', onWaiting);
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

  const goOwnWay = (event) => {
    if (!(event.deltaY > 0) && (event.key === undefined || ['ArrowUp', 'PageUp', 'Home'].includes(event.key))) {
      follow.checked = false;
    }
  };

  const sawItRun = !isOver();
  follow.checked = !isOver() && !location.hash;
  ['wheel', 'touchmove', 'keydown'].forEach((name) => window.addEventListener(name, goOwnWay, { passive: true }));
  showStatus(status.dataset.status);
  refreshed();
  connect();
  return { refreshed };
})();
