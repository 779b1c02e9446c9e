// Tells the service worker what it needs to keep the passport on the worker's own phone. On somebody else's phone
// nothing is kept, and what was there goes. Without script, or where there are no service workers, pages come from the
// network alone.
const { keeper } = document.body.dataset;
const unkept = document.querySelector('[data-unkept]');
const form = document.querySelector('form[data-opens]');
const pages = new Set(['/passport', '/help', '/add', '/add/number']);
const language = document.documentElement.lang;
let sent = false;

function tell(worker, message) {
  const { port1, port2 } = new MessageChannel();
  // Nothing is kept here for whoever is signed in: the passport's home offers to.
  port1.onmessage = ({ data }) => unkept?.toggleAttribute('hidden', data.keeps);
  worker?.postMessage(message, [port2]);
}

async function start() {
  await navigator.serviceWorker.register('/offline.mjs', { type: 'module' });
  const { active } = await navigator.serviceWorker.ready;
  if (keeper && !form) {
    for (const { pathname } of document.querySelectorAll('main a[href^="/c"]')) {
      pages.add(pathname);
      if (/^\/certificate\/[0-9a-f-]{36}$/.test(pathname)) pages.add(`${pathname}/qr`).add(`${pathname}/paper`);
    }
    tell(active, { keeper, pages: [...pages], language });
  } else if (!sent) tell(active, { shut: true, language }); // a PIN is asked for: what is kept comes back for it only
}

if ('serviceWorker' in navigator && (keeper || form)) {
  start().catch(() => {});
  form?.addEventListener('submit', () => {
    sent = true;
    const { Pin, Borrowed } = form.elements;
    const worker = navigator.serviceWorker.controller;
    if (Borrowed?.checked) tell(worker, { borrowed: true });
    else if (Pin?.value) tell(worker, { pin: Pin.value });
  });
}
