// The QR stays lit and fills the screen where the browser can do that; without script the page is white and large.
const box = document.querySelector('[data-bright]');
const button = box?.querySelector('button');
let lock;

const stayLit = async () => {
  if (document.visibilityState === 'visible') lock = await navigator.wakeLock?.request('screen').catch(() => lock);
};

stayLit();
document.addEventListener('visibilitychange', stayLit);
if (button && document.fullscreenEnabled) {
  button.hidden = false;
  button.addEventListener('click', () => box.requestFullscreen().catch(() => {}));
}
