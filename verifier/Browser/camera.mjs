// The camera: shows what it sees and looks for a symbol about five times a second until one is found or it is stopped.
// Answers { stop, torch }: torch switches the camera's light, and is null where there is none.
import { adviceOn } from './advice.mjs';
import { refuse } from './finding.mjs';
import { fromRgba } from './grey.mjs';
import { pixels, symbolReader } from './symbol.mjs';

const PAUSE = 180,
  HINT_AFTER = 4000,
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
  return { stop, torch: lightOf(stream) };

  async function look(read) {
    let hintAt = Date.now() + HINT_AFTER;
    while (running) {
      const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight, 1));
      const frame = video.videoWidth ? pixels(video, scale) : null;
      const text = frame && (await read(frame).catch(() => null));
      if (text && running) {
        stop();
        found(text);
        return;
      }
      if (frame && running && Date.now() > hintAt) {
        hint(adviceOn(fromRgba(frame), null));
        hintAt = Date.now() + HINT_AFTER / 2;
      }
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
  }
}

function lightOf(stream) {
  const [track] = stream.getVideoTracks();
  if (!track.getCapabilities?.().torch) return null;
  let on = false;
  return () => {
    on = !on;
    track.applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
  };
}
