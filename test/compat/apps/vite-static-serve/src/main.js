import { describe } from './light.js';

document.querySelector('main').textContent = describe({ flashes: 3, period: 15 });
