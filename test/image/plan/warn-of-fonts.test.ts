import { BaseImage, Instruction, NodejsDockerfile, NodejsDockerfileOptions, StageCustomization } from '../../../lib';
import { EMPTY_LOCK, projectDirectory } from '../../project/project-directory';

const DRAWS = 'const sharp = require("sharp"); const svg = text => `<svg><text x="1" y="1">${text}</text></svg>`; require("http").createServer().listen(3000);';

const warned = (server: string, options: NodejsDockerfileOptions = {}, more: Record<string, string> = {}) => NodejsDockerfile.fromDirectory({
  directory: projectDirectory({
    'package.json': { name: 'a', scripts: { start: 'node server.js' }, dependencies: { 'sharp': '0', 'canvas': '3', '@resvg/resvg-js': '2', 'chartjs-node-canvas': '5' } },
    'package-lock.json': EMPTY_LOCK, 'server.js': server, ...more,
  }),
  ...options,
}).warnings.filter(({ id }) => id === 'text-without-fonts').map(({ message }) => message);

test('given a picture with text, when an image without fonts is planned, then a warning says how to install some', () => {
  expect(warned(DRAWS)).toEqual(['server.js has sharp draw text, and the base image debian-slim has no fonts, so that pictures come without their text and nothing fails: '
    + 'install some by customize: [StageCustomization.append("release", Instruction.run(["sh", "-c", "apt-get update && apt-get install --yes --no-install-recommends fontconfig fonts-dejavu-core '
    + '&& rm -rf /var/lib/apt/lists/*"]))], or bring fonts and name them to sharp']);
});

test.each([
  'const sharp = require("sharp"); sharp({ text: { text: name, width: 400 } }).png();',
  'import { createCanvas } from "canvas"; createCanvas(1, 1).getContext("2d").fillText(name, 1, 1);',
  'import { ChartJSNodeCanvas } from "chartjs-node-canvas"; new ChartJSNodeCanvas({ width: 1, height: 1 });',
  'import { Resvg } from "@resvg/resvg-js"; new Resvg("<svg><text>a</text></svg>").render();',
])('given %s, when it is planned, then there is a warning', server => {
  expect(warned(server)).toHaveLength(1);
});

test('given a module that draws what another one loads, when it is planned, then it is named', () => {
  expect(warned('const sharp = require("sharp"); sharp(Buffer.from(require("./card").card()));', {}, { 'card.js': 'exports.card = () => "<svg><text>a</text></svg>";' })).toEqual([expect.stringMatching(/^card\.js has sharp draw text/)]);
});

test.each<[string, string, NodejsDockerfileOptions]>([
  ['no text', 'require("sharp")("a.png").resize(1, 1);', {}],
  ['text of a page', 'const page = "<svg><text>a</text></svg>"; require("http").createServer((_, r) => r.end(page)).listen(3000);', {}],
  ['fonts that it brings', 'import { createCanvas, registerFont } from "canvas"; registerFont("a.ttf"); createCanvas(1, 1).getContext("2d").fillText("a", 1, 1);', {}],
  ['fonts of a stage', DRAWS, { customize: [StageCustomization.append('release', Instruction.run(['apk', 'add', 'font-dejavu']))] }],
  ['fonts that a variable names', DRAWS, { environment: { FONTCONFIG_PATH: '/app/fonts' } }],
  ['another base image', DRAWS, { baseImage: BaseImage.custom({ buildImage: 'own:24', runtimeImage: 'own:24' }) }],
])('given %s, when it is planned, then there is no warning', (_, server, options) => {
  expect(warned(server, options)).toEqual([]);
});
