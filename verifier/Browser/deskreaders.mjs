// A few workers that read files. One that hangs or dies on a hostile file is replaced, and what it had not read is said
// to be unreadable.
const PATIENCE = 60000; // milliseconds without a sign of life: a PDF of a hundred pages takes longer than a photo

export function openReaders(script, count) {
  const idle = [],
    waiting = [];
  let next = 1,
    made = 0;
  return { read, close };

  // Answers what files.mjs gives for this file.
  async function read(file) {
    const worker = await take();
    const id = next++,
      found = [];
    const whole = await new Promise(resolve => {
      let late = null;
      const end = whole => (clearTimeout(late), resolve(whole));
      const wait = () => {
        clearTimeout(late);
        late = setTimeout(end, PATIENCE, false);
      };
      worker.onmessage = ({ data }) => {
        if (data.id !== id) return;
        if (data.one) found.push(data.one);
        data.done ? end(true) : wait();
      };
      worker.onerror = event => (event.preventDefault(), end(false));
      worker.postMessage({ id, file });
      wait();
    });
    if (whole) {
      give(worker);
      return found;
    }
    worker.terminate();
    made--;
    give(null);
    return [...found, { refused: 'file.unreadable' }];
  }

  function take() {
    const free = idle.pop();
    if (free) return free;
    if (made < count) {
      made++;
      return new Worker(script, { type: 'module' });
    }
    return new Promise(resolve => waiting.push(resolve));
  }

  function give(worker) {
    const first = waiting.shift();
    if (!first) return worker && idle.push(worker);
    if (!worker) made++;
    return first(worker ?? new Worker(script, { type: 'module' }));
  }

  // Frees what the readers hold; they are made again when the next file comes.
  function close() {
    for (const worker of idle.splice(0)) {
      worker.terminate();
      made--;
    }
  }
}
