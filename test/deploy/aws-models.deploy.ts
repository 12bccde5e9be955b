import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { OPERATIONS_OF_BUNDLE } from '../aws/step-calls';
import { cleanUp, temporaryDirectory } from '../container/engine';

/*
 * The unit tests run the steps with an AWS that is made to answer. Here the calls that they recorded, the answers and the errors
 * are held to the models of the services, as botocore has them: an operation, a field, a status or an error that AWS does not
 * have is found.
 */

const ROOT = path.join(__dirname, '../..');
/** The suites whose steps call AWS; some give it hostile names, which it must send like any other. */
const SUITES = ['steps/deploy', 'steps/push-to-image', 'steps/base-images', 'scan/scan-program', 'attest/attest-program', 'build/image-program', 'build/hostile-image', 'build/records', 'monorepo/pushes']
  .map(name => `test/pipeline/${name}.test.ts`);

/** What tests let AWS answer though it does not yet. */
const NEW_TO_AWS = [
  'ecr DescribeImageScanFindings: answer.imageScanFindings.findings[0] is no object',
  'ecr DescribeImageScanFindings: answer.imageScanFindings.findings[0].severity is "SEVERE"',
  'ecr DescribeImageScanFindings: answer.imageScanFindings.findings[4].severity is "NEW"',
  'ecr DescribeImageScanFindings: answer.imageScanStatus.status is "NEW_STATUS"',
  'ecr GetRegistryScanningConfiguration: answer.scanningConfiguration.scanType is "OTHER"',
];

afterAll(cleanUp);

/** What the unit tests recorded, a line for each run of a program: those that have just run, if AWS_RECORDS names the file. */
function records(): string {
  const file = process.env.AWS_RECORDS ?? path.join(temporaryDirectory(), 'records');
  if (!fs.existsSync(file)) {
    execFileSync(process.execPath, [require.resolve('jest/bin/jest'), ...SUITES], { cwd: ROOT, env: { ...process.env, AWS_RECORDS: file }, stdio: 'pipe' });
  }
  const names = SUITES.map(suite => path.basename(suite));
  return fs.readFileSync(file, 'utf8').split('\n').filter(line => line && names.includes(JSON.parse(line).suite)).join('\n');
}

/** A Python that has botocore: that of the AWS CLI, as pip installed it. */
function python(): string {
  const beside = path.join(path.dirname(execFileSync('which', ['aws'], { encoding: 'utf8' }).trim()), 'python3');
  const found = [beside, 'python3'].find(name => spawnSync(name, ['-c', 'import botocore']).status === 0);
  if (!found) throw new Error('this test needs the AWS CLI as a package of Python: pip install awscli');
  return found;
}

test('AWS knows what the steps ask for, and what the tests let it answer', () => {
  const { status, stdout, stderr } = spawnSync(python(), [path.join(__dirname, 'aws-models.py')], { input: records(), encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const { seen, wrong } = JSON.parse(stdout);

  expect(OPERATIONS_OF_BUNDLE.filter(operation => !seen.includes(operation))).toEqual([]);
  expect(wrong.map((text: string) => text.replace(/, none of .*/, ''))).toEqual(NEW_TO_AWS);
});
