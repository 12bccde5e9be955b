import { Hono } from 'hono';

export const app = new Hono().get('/signal/:flag', context => {
  const meanings: Record<string, string> = { A: 'diver down', N: 'no', C: 'yes' };
  const meaning = meanings[context.req.param('flag')];
  return meaning === undefined ? context.notFound() : context.text(meaning);
});
