// What time it is. Phones' clocks are often wrong, and a clock that is behind makes old lists look new. The service's
// clock counts when it was asked; without it there is only a lower bound: the newest moment this device has proof of.
const NEAR = 30, // seconds that clocks may differ without anybody caring
  WRONG = 300; // and from where people should be told

// All in seconds since 1970. device: this device's clock. server: the service's, or null. newest: the latest moment
// known to be past. known: false means that the time is at least what is said, and nobody knows how much later. asked:
// the service said what time it is.
export function readClock({ device, server = null, newest = 0 }) {
  const difference = server === null ? Math.max(0, newest - device) : server - device;
  const ahead = Math.abs(difference) > NEAR ? Math.round(difference) : 0;
  return { ahead, wrong: Math.abs(difference) > WRONG, known: server !== null || ahead === 0, asked: server !== null };
}

export const deviceSeconds = () => Math.floor(Date.now() / 1000);
