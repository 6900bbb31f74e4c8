// A schedule: a new one is meant in the time zone of whoever makes it.
(() => {
  const zone = document.querySelector('[data-new=true]');
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && here && zone.value !== here && document.querySelector(`#zones option[value="${CSS.escape(here)}"]`)) {
    zone.value = here;
    zone.dispatchEvent(new Event('change', { bubbles: true }));
  }
})();
