'use strict';

const { Posts } = require('../lib/posts');
const { serve } = require('../lib/serve');
const { createApp } = require('./app');

serve(createApp({ posts: new Posts() }), Number(process.env.PORT ?? 3000));
