import { spawnSync } from 'child_process';
import * as fs from 'fs';
import { buildspecOf } from '../../../lib/delivery/buildspec/buildspecs';
import { pipelineShell } from '../../../lib/pipeline/steps/image-step';

test.each(fs.readdirSync('lib/pipeline/shell').map(file => file.replace('.sh', '')))('bash reads the program %s', name => {
  const [, text] = buildspecOf({ name, text: pipelineShell(name), exports: [] }).phases.install!.commands;

  const { status, stderr } = spawnSync('bash', ['-n'], { input: text.split('\n').slice(1, -1).join('\n'), encoding: 'utf8' });

  expect([status, stderr]).toEqual([0, '']);
});
