// Tells the service worker what it needs to keep the passport on the worker's own phone. On somebody else's phone
// nothing is kept, and what was there goes. Without script, or where there are no service workers, pages come from the
// network alone.
const { keeper } = document.body.dataset;
const form = document.querySelector('form[data-opens]');
const pages = new Set(['/passport', '/help', '/add', '/add/number']);
const language = document.documentElement.lang;

function tell(worker, message) {
  worker?.postMessage(message);
}

async function start() {
  await navigator.serviceWorker.register('/offline.mjs', { type: 'module' });
  const { active } = await navigator.serviceWorker.ready;
  if (keeper) {
    for (const { pathname } of document.querySelectorAll('main a[href^="/c"]')) {
      pages.add(pathname);
      if (/^\/certificate\/[0-9a-f-]{36}$/.test(pathname)) pages.add(`${pathname}/qr`).add(`${pathname}/paper`);
    }
    tell(active, { keeper, pages: [...pages], language });
  } else tell(active, { shut: true, language }); // nobody is signed in here: what is kept comes back for its PIN only
}

if ('serviceWorker' in navigator && (keeper || form)) {
  start().catch(() => {});
  form?.addEventListener('submit', () => {
    const { Pin, Borrowed } = form.elements;
    const worker = navigator.serviceWorker.controller;
    if (Borrowed?.checked) tell(worker, { borrowed: true });
    else if (Pin?.value) tell(worker, { pin: Pin.value });
  });
}
