// Report a suspicion: the page works without this. The certificate of the page before stands behind the #, which was
// sent to nobody; it goes along only when the sender ticks it.
import { startLanguages } from './language.mjs';

startLanguages();
const form = document.querySelector('form.report'),
  shown = location.hash.slice(1);
if (form && shown) {
  form.querySelector('[data-with]').hidden = false;
  form.addEventListener('submit', () => {
    form.elements.shown.value = form.elements.with.checked ? shown : '';
  });
}
// A slow line invites a second press; the same form makes one case anyway.
form?.addEventListener('submit', event => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => delete form?.dataset.sent);
