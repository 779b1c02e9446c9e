// Prepares the device for the time without a connection, when there is nothing else to do, and says when it is ready.
// Nothing here may disturb a verdict.
import { currentLanguage, onLanguage, say, settings } from './language.mjs';

const REST = 2000;
let ready = null;
let begun = false;

export async function keepForLater() {
  if (!navigator.serviceWorker || settings.bundle || begun) return;
  begun = true;
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    ready = data.kept;
    tell();
  });
  onLanguage(() => {
    tell();
    post({ language: currentLanguage() });
  });
  try {
    await navigator.serviceWorker.register(settings.offline, { scope: '/' });
    post({ page: true });
    await new Promise(resolve => setTimeout(resolve, REST));
    if (!isMetered()) post({ later: true });
  } catch {
    // private browsing, or a browser that forbids it: the page works, with a connection
  }
}

async function post(message) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(message);
}

function tell() {
  const place = document.querySelector('[data-ready]');
  if (place && ready) place.textContent = say(`offline.${ready}`);
}

// The QR reader is as large as everything else together: it is not loaded at the cost of somebody's mobile data.
function isMetered() {
  const { connection } = navigator;
  if (!connection) return matchMedia('(pointer: coarse)').matches; // a phone that does not tell
  return connection.saveData || connection.type === 'cellular' || /[23]g/.test(connection.effectiveType ?? '');
}
