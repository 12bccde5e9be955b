import { spawnSync } from 'child_process';
import * as fs from 'fs';
import { stepBuildspec } from '../../../lib/pipeline/steps/image-step';

const PROGRAMS: { readonly [name: string]: readonly string[] } = { scan: ['metrics', 'images', 'scan'], attest: ['images', 'registry', 'attest'] };

test.each(Object.entries(PROGRAMS))('bash reads the program %s', (_, programs) => {
  const [, text] = stepBuildspec({ programs }).phases.install!.commands;

  const { status, stderr } = spawnSync('bash', ['-n'], { input: text.split('\n').slice(1, -1).join('\n'), encoding: 'utf8' });

  expect([status, stderr]).toEqual([0, '']);
});

test('each program is tried', () => {
  const written = fs.readdirSync('lib/pipeline/shell').map(file => file.replace('.sh', ''));

  expect(written.filter(name => !Object.values(PROGRAMS).flat().includes(name))).toEqual([]);
});
