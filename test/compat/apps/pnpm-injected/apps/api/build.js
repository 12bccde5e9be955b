require('fs').cpSync('src', 'dist', { recursive: true });
require('fs').writeFileSync('dist/greeting.json', JSON.stringify(require('@x/lib').greeting()));
