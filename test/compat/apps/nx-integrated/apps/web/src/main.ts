document.title = 'lock';
