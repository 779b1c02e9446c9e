// Copying and the phone's own share sheet; without script the link can be selected and WhatsApp opened.
for (const box of document.querySelectorAll('[data-copy]')) {
  const link = box.querySelector('textarea');
  const note = box.querySelector('[role=status]');
  const [copy, sheet] = ['copy', 'sheet'].map(name => box.querySelector(`[data-do=${name}]`));
  copy.parentElement.hidden = false;
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      note.textContent = box.dataset.done;
    } catch {
      link.select();
    }
  });
  if (navigator.share) {
    sheet.hidden = false;
    sheet.addEventListener('click', () => navigator.share({ text: sheet.dataset.text }).catch(() => {}));
  }
}
