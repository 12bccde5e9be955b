#!/usr/bin/env node
const { program } = require('commander');
const { report } = require('./report');

program.command('report').action(() => console.log(report([3, 5, 4])));
program.parse();
