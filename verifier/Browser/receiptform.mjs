// Offers a receipt for what the page shows: a copy of the page's hidden form, filled in. Sending it is a plain form;
// only without a connection is it held back, so that the verdict is not lost.
export function receiptOffer(credential, number = 1, visit = '') {
  const hidden = document.querySelector('[data-receipt-form]');
  if (!hidden) return null;
  const form = hidden.cloneNode(true);
  form.hidden = false;
  form.removeAttribute('data-receipt-form');
  form.elements.credential.value = credential;
  form.elements.number.value = number;
  form.elements.visit.value = visit;
  form.addEventListener('submit', event => {
    if (navigator.onLine) return;
    event.preventDefault();
    form.querySelector('[data-offline]').hidden = false;
  });
  return form;
}
