// Reads one file after the other away from the page, so that the page stays alive, and as the first page reads it. Says
// { id, one } for each thing found or refused, { id } while it goes on, { id, done } at the end; nothing of the file is
// kept.
import { destinationsIn } from './files.mjs';

addEventListener('message', async ({ data: { id, file } }) => {
  try {
    for await (const one of destinationsIn([file], { step: () => postMessage({ id }) })) postMessage({ id, one });
  } catch (error) {
    postMessage({ id, one: { refused: error.reason === 'reader' ? 'file.reader' : 'file.unreadable' } });
  }
  postMessage({ id, done: true });
});
