// The settings: asks before a key or token is removed.
(() => {
  const dialog = document.getElementById('removal');
  const copy = (from, part) => {
    const to = dialog.querySelector(part);
    if (to) {
      to.textContent = from.querySelector(part).textContent;
    }
  };

  document.querySelectorAll('.key .remove').forEach((button) => button.addEventListener('click', () => {
    const key = button.closest('.key');
    document.getElementById('chosen').value = button.dataset.key;
    copy(key, '.name');
    copy(key, '.fingerprint');
    dialog.showModal();
  }));
  document.getElementById('keep').addEventListener('click', () => dialog.close());
})();
