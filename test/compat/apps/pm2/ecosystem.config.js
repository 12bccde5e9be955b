module.exports = {
  apps: [{ name: 'harbour', script: 'src/index.js', instances: 1 }],
};
