const fs = require('node:fs');
const path = require('node:path');
const express = require('express');

const router = express.Router();

router.get('/', (request, response) => {
  const migrations = fs.readdirSync(path.join(__dirname, '..', 'migrations'));
  response.render('tides', { high: ['04:12', '16:40'], migrations });
});

module.exports = router;
