module.exports = {
  name: 'plugin-greeting',
  factory: () => ({ hooks: { afterAllInstalled() { console.log('the plugin was here'); } } }),
};
