const fs = require('fs');
for (const [path, text] of Object.entries({
  'node_modules/.generated/client/index.js': 'module.exports = "generated";\n',
  'node_modules/@app/schema/index.js': 'module.exports = "schema";\n',
  'node_modules/ms/extra.js': 'module.exports = "extra";\n',
})) {
  fs.mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  fs.writeFileSync(path, text);
}
