// The list of schedules: commands go by the schedule's number; asks before one is deleted.
const schedulesPage = (() => {
  const dialog = document.getElementById('removal');

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-command]');
    if (!button) {
      return;
    }
    const row = button.closest('.schedule');
    document.getElementById('chosen').value = row.dataset.schedule;
    if (button.dataset.command === 'ask') {
      dialog.querySelector('.name').textContent = row.querySelector('.name').textContent;
      dialog.showModal();
    } else {
      document.getElementById(button.dataset.command).click();
    }
  });
  document.getElementById('keep').addEventListener('click', () => dialog.close());

  const refreshed = () => {
    slipway.times();
    slipway.sentences();
  };

  return { refreshed };
})();
