// The settings: asks before a key is removed.
(() => {
  const dialog = document.getElementById('removal');
  const copy = (from, part) => {
    dialog.querySelector(part).textContent = from.querySelector(part).textContent;
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
