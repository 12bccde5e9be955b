(function () {
  const list = document.getElementById('messages');
  const composer = document.getElementById('composer');
  let socket;

  function show(message) {
    const item = document.createElement('li');
    item.textContent = message.error ?? `${message.author}: ${message.text}`;
    list.append(item);
  }

  async function enter(room) {
    socket?.close();
    const response = await fetch(`/api/rooms/${encodeURIComponent(room)}/messages`);
    list.replaceChildren();
    if (!response.ok) return show(await response.json());
    (await response.json()).forEach(show);
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/socket?room=${encodeURIComponent(room)}`);
    socket.onmessage = (event) => show(JSON.parse(event.data));
  }

  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    const { author, text } = Object.fromEntries(new FormData(composer));
    socket?.send(JSON.stringify({ author, text }));
    composer.elements.text.value = '';
  });

  const current = () => location.hash.slice(1) || document.querySelector('nav a').hash.slice(1);
  window.addEventListener('hashchange', () => enter(current()));
  enter(current());
})();
