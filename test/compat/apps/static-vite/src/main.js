import { greet } from './greet.js';

document.querySelector('main').textContent = greet('quay');
