// The secrets: a path and a mode are for files alone.
(() => {
  const type = document.getElementById('type');
  const show = () => { document.getElementById('of-file').hidden = type.value !== 'file'; };

  type.addEventListener('change', show);
  show();
})();
