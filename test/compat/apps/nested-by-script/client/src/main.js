import escape from 'escape-html';

fetch('/api/tide').then(answer => answer.json()).then(({ height }) => {
  document.getElementById('tide').innerHTML = `the tide is at <b>${escape(String(height))}</b>`;
});
