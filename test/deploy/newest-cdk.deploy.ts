import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from '../container/engine';
import { ROOT } from './cdk';

/** The newest ones that we know of. */
const PACKAGES = { 'aws-cdk-lib': '2.276.0', 'constructs': '10.8.1' };

test('the tests of deliveries and pipelines pass with the newest CDK, too', () => {
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
  const npm = spawnSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: directory, encoding: 'utf8' });
  expect([npm.status, npm.stderr]).toEqual([0, expect.anything()]);
  const { jest: unit } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const config = path.join(directory, 'jest.json');
  const newest = path.join(directory, 'node_modules');
  fs.writeFileSync(config, JSON.stringify({
    ...unit,
    rootDir: ROOT,
    moduleNameMapper: { ...unit.moduleNameMapper, '^aws-cdk-lib($|/.*)': `${newest}/aws-cdk-lib$1`, '^constructs($|/.*)': `${newest}/constructs$1` },
  }));
  const output = path.join(directory, 'result.json');

  const jest = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--ci', '--config', config, '--json', '--outputFile', output, 'test/delivery/(?!buildspec/)', 'test/pipeline/(?!steps/|build/|scan/scan-program|attest/attest-program|monorepo/(pushes|many-services))'], {
    cwd: ROOT, encoding: 'utf8',
  });

  const { numFailedTests, numPassedTests, numRuntimeErrorTestSuites } = JSON.parse(fs.readFileSync(output, 'utf8'));
  expect([numFailedTests, numRuntimeErrorTestSuites, jest.status === 0 ? '' : jest.stderr.slice(-6000)]).toEqual([0, 0, '']);
  expect(numPassedTests).toBeGreaterThan(400);
});
