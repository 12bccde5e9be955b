import express from 'express';
import { database } from './database';
import { Tide } from './tide';

const app = express();
app.get('/', (_, response) => { response.send('tides'); });
app.get('/tides', async (_, response) => {
  if (!database.isInitialized) await database.initialize();
  response.json(await database.getRepository(Tide).find());
});
app.listen(process.env.PORT ?? 3000);
