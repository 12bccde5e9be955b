import { fact, project, ProjectContent, warnings } from '../project-directory';

const SERVER = 'const config = require("config"); app.listen(config.get("port"), config.get("host"))';
const read = (files: ProjectContent, server = SERVER, start = 'node server.js') =>
  project({ 'package.json': { scripts: { start }, dependencies: { config: '3' } }, 'server.js': server, ...files });

describe('settings of the package config', () => {
  test.each<[string, ProjectContent, string, number | undefined]>([
    ['JSON', { 'config/default.json': '{ "port": 4001 }' }, SERVER, 4001],
    ['JSON5', { 'config/default.json5': '{ port: 4002, /* not a host */ }' }, SERVER, 4002],
    ['YAML', { 'config/default.yaml': 'port: 4003\n' }, SERVER, 4003],
    ['TOML', { 'config/default.toml': 'port = 4004\n' }, SERVER, 4004],
    ['JavaScript', { 'config/default.js': 'module.exports = { port: process.env.PORT || 4005 }' }, SERVER, 4005],
    ['TypeScript', { 'config/default.ts': 'const settings: Settings = { port: 4006 }; export default settings;' }, SERVER, 4006],
    ['settings of production', { 'config/default.json': '{ "port": 1 }', 'config/production.json': '{ "port": 4007 }' }, SERVER, 4007],
    ['settings of development', { 'config/default.json': '{ "port": 4008 }', 'config/development.json': '{ "port": 1 }' }, SERVER, 4008],
    ['a path', { 'config/default.yml': 'server:\n  port: 4009\n' }, 'const config = require("config"); app.listen(config.get("server.port"))', 4009],
    ['properties', { 'config/default.yml': 'server:\n  port: 4010\n' }, 'import config from "config"; app.listen(config.server.port)', 4010],
    ['parts', { 'config/default.yml': 'server:\n  port: 4011\n' }, 'const { port } = require("config").get("server"); app.listen(port)', 4011],
    ['a name of its own', { 'config/default.json': '{ "port": 4012 }', 'config/custom-environment-variables.json': '{ "port": { "__name": "PORT", "__format": "number" } }' }, SERVER, 4012],
    ['none', { 'config/default.json': '{}' }, SERVER, undefined],
    ['what is no JSON', { 'config/default.json': '{' }, SERVER, undefined],
  ])('given %s, when they are read, then the port is known', (_, files, server, port) => {
    expect(read(files, server).port).toBe(port);
  });

  test('given another directory, when they are read, then it is taken', () => {
    expect(read({ 'settings/default.json': '{ "port": 4020 }' }, SERVER, 'NODE_CONFIG_DIR=./settings node server.js').port).toBe(4020);
  });

  test('given an address that a variable changes, when they are read, then the image sets it', () => {
    const files = { 'config/default.json': '{ "port": 4021, "host": "localhost" }' };
    expect(warnings(read(files))).toContain('listens-on-loopback');
    const changed = read({ ...files, 'config/custom-environment-variables.json': '{ "host": "APP_HOST", "port": "APP_PORT" }' });
    expect(changed.startCommand!.environment).toEqual({ APP_HOST: '0.0.0.0' });
    expect(fact(changed, 'port').value).toBe('4021');
    expect(warnings(read({ ...files, 'config/production.json': '{ "host": "0.0.0.0" }' }))).not.toContain('listens-on-loopback');
  });

  test('given a module of the project that is called so, when it is read, then that is taken', () => {
    expect(read({ 'config/index.js': 'exports.port = 4022;', 'config/default.json': '{ "port": 1 }' }, 'const config = require("./config"); app.listen(config.port)').port).toBe(4022);
  });
});
