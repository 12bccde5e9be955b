// Synthesizes the examples and has cfn-lint judge them for each partition: `npm run lint:templates`.
//
// cfn-lint comes from PyPI. Where it cannot be had the check fails: a check that is left out looks like one that passed.
import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AcceptedFinding, ACCEPTED_FINDINGS } from './template-findings';

/** A version of its own: another knows other rules and other regions. */
const VERSION = '1.58.0';

/**
 * Regions of each partition whose resource types cfn-lint knows by its own list. For the isolated partitions and the one of
 * Europe it takes those of us-east-1, so that there the rules alone are checked: one region each is enough.
 */
const REGIONS = [
  'us-east-1', 'eu-central-1', 'ap-southeast-7',
  'cn-north-1', 'cn-northwest-1',
  'us-gov-west-1', 'us-gov-east-1',
  'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1',
];

/** What cfn-lint writes of each finding. */
interface Finding {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: ReadonlyArray<string | number> | null; readonly Start: { readonly LineNumber: number } };
}

const MOST_OUTPUT = 256 * 1024 * 1024;
const root = join(__dirname, '..');
const environment = join(root, 'node_modules', '.cache', `cfn-lint-${VERSION}`);
const programs = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');
const linter = join(programs, 'cfn-lint');

/** Runs a program; its output is in the error if it fails. */
function run(remedy: string, command: string, args: readonly string[], variables: { readonly [name: string]: string } = {}): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: MOST_OUTPUT, env: { ...process.env, ...variables } });
  if (error || status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} failed (${error?.message ?? status}); ${remedy}\n${stderr}${stdout}`.trimEnd());
  }
}

function install(): void {
  if (existsSync(linter)) return;
  rmSync(environment, { recursive: true, force: true });
  run('this check needs Python 3 with the module venv', 'python3', ['-m', 'venv', environment]);
  run(
    'this check needs PyPI or a mirror of it, as the settings of pip say, and is not skipped without',
    join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `cfn-lint==${VERSION}`],
  );
}

/** The templates of all examples, with the context that the command line of the CDK gives them. */
function synthesize(directory: string): string[] {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  run(
    'the examples have to synthesize',
    process.execPath, [require.resolve('tsx/cli'), '--tsconfig', 'examples/tsconfig.json', 'examples/app.ts'],
    { CDK_OUTDIR: directory, CDK_CONTEXT_JSON: JSON.stringify(context) },
  );
  return readdirSync(directory).filter(name => name.endsWith('.template.json')).sort().map(name => join(directory, name));
}

function lint(templates: readonly string[]): Finding[] {
  const args = ['--format', 'json', '--include-checks', 'I', '--regions', ...REGIONS, '--', ...templates];
  const { stdout, stderr, status, error } = spawnSync(linter, args, { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  // its status is a sum of bits: 2 for errors, 4 for warnings, 8 for information; 1 is for its own trouble
  if (error || status === null || status % 2 === 1 || !stdout.trimStart().startsWith('[')) {
    throw new Error(`cfn-lint gave no findings to read (${error?.message ?? status})\n${stderr}${stdout}`.trimEnd());
  }
  return JSON.parse(stdout);
}

/** The type of the resource that a finding is in. */
function typeOf({ Filename, Location: { Path } }: Finding): string | undefined {
  return Path?.[0] === 'Resources' ? JSON.parse(readFileSync(Filename, 'utf8')).Resources[Path[1]]?.Type : undefined;
}

function accepts({ rule, type, message }: AcceptedFinding, finding: Finding): boolean {
  return finding.Rule.Id === rule && (type === undefined || type === typeOf(finding)) && (message === undefined || finding.Message.includes(message));
}

function main(): void {
  install();
  const directory = mkdtempSync(join(tmpdir(), 'cdk-nodejs-image-lint-'));
  try {
    const templates = synthesize(directory);
    const findings = lint(templates);
    const left = findings.filter(finding => !ACCEPTED_FINDINGS.some(accepted => accepts(accepted, finding)));
    const unused = ACCEPTED_FINDINGS.filter(accepted => !findings.some(finding => accepts(accepted, finding)));
    left.forEach(({ Filename, Location: { Path, Start }, Rule: { Id }, Message }) => {
      console.error(`${Id} ${Filename.slice(directory.length + 1)}:${Start.LineNumber} ${Path?.join('/') ?? ''}: ${Message}`);
    });
    unused.forEach(({ rule, type, because }) => console.error(`nothing needs the exception ${[rule, type].filter(Boolean).join(' ')} any more (${because})`));
    console.log(`${templates.length} templates for ${REGIONS.length} regions: ${left.length} findings, ${findings.length - left.length} accepted`);
    process.exitCode = left.length + unused.length === 0 ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
