// A few workers that read files. One that hangs or dies on a hostile file is replaced, and the file is said to be
// unreadable.
const PATIENCE = 60000;

export function openReaders(script, count) {
  const idle = [],
    waiting = [];
  let next = 1,
    made = 0;
  return { read, close };

  // Answers { texts } or { why }.
  async function read(file) {
    const worker = await take();
    const id = next++;
    const answer = await new Promise(resolve => {
      const late = setTimeout(() => resolve(null), PATIENCE);
      const done = value => (clearTimeout(late), resolve(value));
      worker.onmessage = ({ data }) => data.id === id && done(data);
      worker.onerror = event => (event.preventDefault(), done(null));
      worker.postMessage({ id, file });
    });
    if (answer) {
      give(worker);
      return answer;
    }
    worker.terminate();
    made--;
    give(null);
    return { why: 'file.unreadable' };
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
