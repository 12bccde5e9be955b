import path from 'node:path';
import express from 'express';

const app = express();
app.get('/api/berths', (request, response) => response.json({ berths: 12 }));
app.use(express.static(path.join(import.meta.dirname, 'dist')));

const server = app.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close());
