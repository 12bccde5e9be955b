const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { S3Client } = require('@aws-sdk/client-s3');
const { SQSClient } = require('@aws-sdk/client-sqs');
const compression = require('compression');
const express = require('express');
const helmet = require('helmet');
const Redis = require('ioredis');
const jwt = require('jsonwebtoken');
const mongoose = require('mongoose');
const passport = require('passport');
const { Pool } = require('pg');
const pino = require('pino');
const Stripe = require('stripe');
const swagger = require('swagger-ui-express');
const { page } = require('./documents');

const log = pino({ name: 'large' });
const region = process.env.AWS_REGION ?? 'eu-central-1';
const clients = { dynamo: new DynamoDBClient({ region }), s3: new S3Client({ region }), sqs: new SQSClient({ region }) };
const stores = { pool: new Pool(), cache: new Redis({ lazyConnect: true }), models: mongoose.connection.readyState };
const payments = new Stripe('none');

const app = express();
app.use(helmet(), compression(), passport.initialize());
app.get('/', (_, response) => response.send(page([{ port: 'Kiel', tons: 3 }, { port: 'Kiel', tons: 4 }])));
app.get('/health', (_, response) => response.json({
  clients: Object.keys(clients), stores: Object.keys(stores), payments: typeof payments.charges, token: jwt.decode('') === null,
}));
app.use('/documentation', swagger.serve, swagger.setup({ openapi: '3.0.0', info: { title: 'large', version: '1' }, paths: {} }));

const server = app.listen(process.env.PORT ?? 8080, () => log.info('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
