// Scans the claim slip's QR where the browser can do it by itself; elsewhere the button never shows and people paste.
const box = document.querySelector('[data-scan]');
if (box && 'BarcodeDetector' in window && navigator.mediaDevices?.getUserMedia) {
  const [button, video, note] = ['button', 'video', '[role=status]'].map(one => box.querySelector(one));
  const link = document.querySelector('#Link');
  box.hidden = false;
  button.addEventListener('click', async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch {
      note.textContent = note.dataset.noCamera;
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    button.hidden = true;
    note.textContent = note.dataset.looking;
    await video.play();
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    const look = async () => {
      const [code] = await detector.detect(video).catch(() => []);
      if (!code) return void setTimeout(look, 250);
      stream.getTracks().forEach(track => track.stop());
      link.value = code.rawValue;
      link.form.requestSubmit();
    };
    look();
  });
}
