'use strict';

const js = require('@eslint/js');
const globals = require('globals');

module.exports = [
  { ignores: ['reports/'] },
  js.configs.recommended,
  {
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
    rules: { 'no-var': 'error', 'prefer-const': 'error', eqeqeq: 'error', strict: ['error', 'global'] },
  },
  {
    files: ['media/**/*.js'],
    languageOptions: { sourceType: 'script', globals: globals.browser },
    rules: { strict: 'off' },
  },
  { files: ['test/**/*.js'], languageOptions: { globals: globals.mocha } },
];
