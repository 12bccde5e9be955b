import router from '@adonisjs/core/services/router';
import { pilotFor } from '#services/pilots';

router.get('/', () => pilotFor(7));
