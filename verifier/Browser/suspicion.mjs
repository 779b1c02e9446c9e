// Report a suspicion: the page works without this. The certificate of the page before stands behind the #, which was
// sent to nobody; it goes along only when the sender ticks it.
import { startLanguages } from './language.mjs';

const LONGEST = 8000;

startLanguages();
const form = document.querySelector('form.report'),
  shown = location.hash.slice(1);
if (form && shown) {
  form.querySelector('[data-with]').hidden = false;
  form.addEventListener('submit', () => {
    form.elements.shown.value = form.elements.with.checked ? shown : '';
  });
}
// A slow line invites a second press; the same form makes one case anyway. Without a connection the browser would leave
// this page and all that was typed for one that says so: it is asked for first.
form?.addEventListener('submit', async event => {
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = 'yes';
  const away = form.querySelector('[data-offline]');
  away.hidden = true;
  if (await isConnected()) form.submit();
  else {
    away.hidden = false;
    delete form.dataset.sent;
  }
});
addEventListener('pageshow', () => delete form?.dataset.sent);

// Whatever the service answers, it is there.
function isConnected() {
  return new Promise(resolve => {
    setTimeout(resolve, LONGEST, false);
    fetch('/health/live', { cache: 'no-store' }).then(
      () => resolve(true),
      () => resolve(false),
    );
  });
}
