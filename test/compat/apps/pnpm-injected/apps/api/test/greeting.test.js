const { equal } = require('assert');
require('node:test')('what the build of a package wrote is in its copy', () => equal(require('@x/lib').greeting(), 'base 1s&lt;3.1.0'));
