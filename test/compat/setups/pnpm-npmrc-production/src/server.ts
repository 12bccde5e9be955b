import * as http from 'node:http';
const createError = require('http-errors');
http.createServer((_: any, response: any) => response.end(`${createError(404)} from ${process.env.NODE_ENV}`)).listen(process.env.PORT || 3000);
