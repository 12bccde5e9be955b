import { createApp } from './app.js';
import { settings } from './settings.js';

createApp().listen(settings.port, () => {
  console.log(`listening on ${settings.port}`);
});
