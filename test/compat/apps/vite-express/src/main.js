import './style.css';

const { berths } = await (await fetch('/api/berths')).json();
document.querySelector('main').textContent = `${berths} berths`;
