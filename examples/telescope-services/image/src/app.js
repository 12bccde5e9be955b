'use strict';

const crypto = require('node:crypto');
const express = require('express');

/** An SVG of circles whose places and colours come from a hash of the seed. */
function draw(seed, width, height) {
  const bytes = crypto.createHash('sha256').update(seed).digest();
  const circles = Array.from({ length: 8 }, (_, i) => {
    const [x, y, r, hue] = bytes.subarray(i * 4, i * 4 + 4);
    return `<circle cx="${(x * width) >> 8}" cy="${(y * height) >> 8}" r="${10 + (r >> 2)}" fill="hsl(${hue} 70% 60% / .7)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${circles.join('')}</svg>`;
}

function createApp() {
  const app = express();

  app.get('/', (req, res) => res.json({ service: 'image' }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.get('/images/:seed', (req, res) => {
    const [width, height] = [req.query.width ?? 800, req.query.height ?? 400].map(Number);
    const fits = [width, height].every((side) => Number.isInteger(side) && side >= 40 && side <= 2000);
    if (!fits) return res.status(400).json({ error: 'width and height are 40 to 2000' });
    res.set('cache-control', 'public, max-age=31536000, immutable');
    res.type('svg').send(draw(req.params.seed, width, height));
  });

  return app;
}

module.exports = { createApp, draw };
