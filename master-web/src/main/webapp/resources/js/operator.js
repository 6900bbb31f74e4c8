// The batch operator's pages: what is chosen stays chosen, and nothing is taken from under somebody's hands by a refresh.
const operatorPage = (() => {
  document.querySelectorAll('select[data-chosen]').forEach((select) => {
    select.value = select.dataset.chosen;
    if (select.selectedIndex < 0) {
      // A runner that nobody knows (any more) can be asked for all the same.
      select.add(new Option(select.dataset.chosen, select.dataset.chosen, true, true));
    }
  });

  const isBusy = () => document.querySelector('details.ask[open], details.script[open]') !== null;

  // What was announced has come about.
  const statuses = () => [...document.querySelectorAll('.heading .status, .facts .status, #others .status')]
    .map((element) => element.textContent)
    .join();
  const first = statuses();

  const refreshed = () => {
    if (statuses() !== first) {
      document.querySelectorAll('.message.info').forEach((element) => element.remove());
    }
    slipway.times();
    slipway.sentences();
    slipway.durations();
  };

  return { isBusy, refreshed };
})();
