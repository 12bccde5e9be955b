const path = require('node:path');
const express = require('express');
const tides = require('./routes/tides');

const app = express();
app.set('views', path.join(__dirname, 'views'));
app.set('view engine', 'ejs');
app.use(express.static(path.join(__dirname, 'public')));
app.use('/', tides);

module.exports = app;
