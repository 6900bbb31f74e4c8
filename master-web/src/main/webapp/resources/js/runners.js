// The runners: asks before one is revoked, and copies the lines of a new token.
const runnersPage = (() => {
  const dialog = document.getElementById('revocation');
  const held = (count) => {
    if (count === 0) {
      return 'It has no job now.';
    }
    return count === 1 ? 'The job that it has goes back to the queue.' : `The ${count} jobs that it has go back to the queue.`;
  };

  // The table is read again every few seconds, so its buttons are others by then.
  document.getElementById('known').parentElement.addEventListener('click', (event) => {
    const button = event.target.closest('.revoke');
    if (button) {
      document.getElementById('chosen').value = button.dataset.runner;
      dialog.querySelector('.name').textContent = button.dataset.runner;
      dialog.querySelector('.held').textContent = held(Number(button.dataset.running));
      dialog.showModal();
    }
  });
  document.getElementById('keep').addEventListener('click', () => dialog.close());

  const copy = document.getElementById('copy');
  copy?.addEventListener('click', async () => {
    const lines = document.getElementById('issued-settings');
    try {
      await navigator.clipboard.writeText(lines.textContent);
      copy.textContent = 'Copied';
    } catch {
      // Not allowed without https: then they are chosen, for the keyboard.
      getSelection().selectAllChildren(lines);
    }
  });

  const refreshed = () => {
    slipway.times();
    slipway.sentences();
  };

  return { refreshed };
})();
