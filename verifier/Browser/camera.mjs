// The camera: shows what it sees and looks for a symbol about five times a second until one is found or it is stopped.
import { refuse } from './finding.mjs';
import { pixels, symbolReader } from './symbol.mjs';

const PAUSE = 180,
  HINT_AFTER = 6000,
  LONGEST = 1280;

export async function openCamera(video, { found, hint }) {
  if (!navigator.mediaDevices?.getUserMedia) refuse(isSecureContext ? 'scan.none' : 'scan.insecure');
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } } })
    .catch(error =>
      refuse({ NotAllowedError: 'scan.denied', NotFoundError: 'scan.none' }[error.name] ?? 'scan.failed'),
    );
  let running = true;
  const stop = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
    const read = await symbolReader();
    look(read);
  } catch (error) {
    stop();
    refuse(error.reason === 'reader' ? 'file.reader' : 'scan.failed');
  }
  return stop;

  async function look(read) {
    const begun = Date.now();
    while (running) {
      const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight, 1));
      const text = video.videoWidth ? await read(pixels(video, scale)).catch(() => null) : null;
      if (text && running) {
        stop();
        found(text);
        return;
      }
      if (Date.now() - begun > HINT_AFTER) hint();
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
  }
}
