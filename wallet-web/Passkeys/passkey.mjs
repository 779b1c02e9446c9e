// Passkeys: shows the form where the browser can, asks the server what to do, hands the browser's answer back.
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const ids = list => list?.map(one => ({ ...one, id: bytes(one.id) }));

const create = async options => {
  const made = await navigator.credentials.create({ publicKey: {
    ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: ids(options.excludeCredentials),
  } });
  return answer(made, {
    attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() ?? [],
  });
};

const get = async options => {
  const found = await navigator.credentials.get({ publicKey: {
    ...options, challenge: bytes(options.challenge), allowCredentials: ids(options.allowCredentials),
  } });
  const { authenticatorData, signature, userHandle } = found.response;
  return answer(found, {
    authenticatorData: text(authenticatorData), signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
};

const answer = (credential, response) => JSON.stringify({
  id: credential.id, rawId: text(credential.rawId), type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? null,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
});

for (const form of window.PublicKeyCredential ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  form.addEventListener('submit', async event => {
    if (form.Credential.value) return;
    event.preventDefault();
    const said = form.querySelector('[data-said]');
    said.textContent = '';
    try {
      const address = new URL(form.action);
      address.searchParams.set('handler', 'options');
      const reply = await fetch(address, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      const options = await reply.json();
      if (!reply.ok) {
        said.textContent = options.said;
        return;
      }
      form.Credential.value = await (form.dataset.passkey === 'create' ? create : get)(options);
      form.submit();
    } catch {
      said.textContent = form.dataset.failed;
    }
  });
}
