import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { cleanUp, temporaryDirectory } from '../container/engine';

/*
 * The unit tests run the programs of the pipeline with an `aws` that is made to answer. Here the calls that they recorded go
 * through the AWS CLI up to the network, and the answers and errors are held to the models of the services: an option, a
 * field, a status or an error that AWS does not have is found.
 */

const ROOT = path.join(__dirname, '../..');
/** The suites whose programs call AWS; some give it hostile names, which it must send like any other. */
const SUITES = ['shell/deploy', 'shell/push-to-image', 'shell/base-images', 'scan/scan-program', 'attest/attest-program', 'build/image-program', 'build/hostile-image', 'build/records']
  .map(name => `test/pipeline/${name}.test.ts`);

/** A call of the CLI, by itself or through one of the functions of the programs. */
const OPERATION = /(?:^|[ (])(?:aws|aside|records|(?:ask|asked|aws_try) (?:"[^"]*"|\S+)(?: "[^"]*")?) ([a-z\d-]+ [a-z\d-]+) /gm;

/** What tests let AWS answer though it does not yet. */
const NEW_TO_AWS = [
  'ecr describe-image-scan-findings: answer.imageScanFindings.findings[0] is no object',
  'ecr describe-image-scan-findings: answer.imageScanFindings.findings[0].severity is "SEVERE"',
  'ecr describe-image-scan-findings: answer.imageScanFindings.findings[4].severity is "NEW"',
  'ecr describe-image-scan-findings: answer.imageScanStatus.status is "NEW_STATUS"',
  'ecr get-registry-scanning-configuration: answer.scanningConfiguration.scanType is "OTHER"',
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

/** The Python that the AWS CLI is installed in. */
function python(): string {
  const beside = path.join(path.dirname(execFileSync('which', ['aws'], { encoding: 'utf8' }).trim()), 'python3');
  const found = [beside, 'python3'].find(name => spawnSync(name, ['-c', 'import awscli']).status === 0);
  if (!found) throw new Error('this test needs the AWS CLI as a package of Python: pip install awscli');
  return found;
}

/** The operations that the programs ask for, as they are written there. */
function operationsOfPrograms(): string[] {
  const programs = fs.readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.sh'));
  const text = programs.map(name => fs.readFileSync(path.join(ROOT, 'lib', name), 'utf8').replace(/^ *#.*$/gm, '')).join('\n');
  return [...new Set([...text.matchAll(OPERATION)].map(([, operation]) => operation))].sort();
}

test('AWS knows what the programs ask for, and what the tests let it answer', () => {
  const { status, stdout, stderr } = spawnSync(python(), [path.join(__dirname, 'aws-models.py')], { input: records(), encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const { seen, wrong } = JSON.parse(stdout);

  // a login is a command of the CLI, which no service has
  expect(operationsOfPrograms().filter(operation => !seen.includes(operation) && !operation.endsWith(' get-login-password'))).toEqual([]);
  expect(wrong.map((text: string) => text.replace(/, none of .*/, ''))).toEqual(NEW_TO_AWS);
});
