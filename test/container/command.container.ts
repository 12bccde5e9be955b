import { ChildProcess, execFileSync, spawn, spawnSync } from 'child_process';
import { randomUUID } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { cdkNodejsImage } from '../cli/command-line';
import { EXAMPLES } from '../golden/examples';
import { UPDATE } from '../golden/golden-file';
import { recorded, shapeOf } from '../pictures/recordings';
import { answer, built, cleanUp, configOf, contextOf, docker, filesOf, printed as printedBy, removeLater, start, temporaryDirectory } from './engine';

/** Those that a test left running, where it failed. */
const processes = new Set<ChildProcess>();
afterAll(() => {
  processes.forEach(child => child.kill('SIGTERM'));
  cleanUp();
});

const APPS = path.join(__dirname, '..', 'compat', 'apps');

/** A copy of a project that a command may write into. */
function copied(directory: string): string {
  const target = path.join(temporaryDirectory(), 'project');
  fs.cpSync(directory, target, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  return target;
}

describe('a Dockerfile in the project', () => {
  test.each([
    ['of one package', () => copied(EXAMPLES.yarn.directory), '.'],
    ['of a package of a monorepo', () => copied(path.join(APPS, 'workspaces-npm')), 'packages/api'],
  ])('%s gives the image that the constructs give', async (_, project, directory) => {
    const root = project();
    const expected = built(contextOf(path.join(root, directory)));
    expect((await cdkNodejsImage(['dockerfile', '--write', path.join(root, directory)])).code).toBe(0);
    const image = built(root, { file: path.join(root, directory, 'Dockerfile') });

    expect(filesOf(image)).toEqual(filesOf(expected));
    expect(configOf(image)).toEqual(configOf(expected));
  });
});

describe('build', () => {
  const inDirectory = async (directory: string, ...words: string[]) => {
    const reports = path.join(temporaryDirectory(), 'reports', 'it');
    const tag = `nodejs-image-test:${randomUUID()}`;
    removeLater(tag);
    return { tag, reports, ...await cdkNodejsImage(['build', directory, '--reports', reports, '--tag', tag, ...words], { environment: process.env }) };
  };
  /** What a terminal shows, with the names that things have by default. A recording that is made anew has the times of a first build. */
  const inTerminal = async (directory: string) => {
    const reports = path.join(temporaryDirectory(), 'reports', 'it');
    const tag = `nodejs-image-test:${randomUUID()}`;
    removeLater(tag);
    const words = ['build', directory, '--reports', reports, '--tag', tag, ...UPDATE ? ['--no-cache'] : []];
    const { all } = await cdkNodejsImage(words, { tty: true, environment: { ...process.env, NO_COLOR: '', CI: '', TERM: 'xterm-256color' } });
    return all.replaceAll(reports, 'gate-reports/two-stage-demo').replaceAll(tag, 'two-stage-demo');
  };
  const exists = (tag: string) => spawnSync('docker', ['image', 'inspect', tag]).status === 0;

  test('gives the image, and tells of gates, stages and size; the reports are on disk', async () => {
    const { code, out, tag, reports } = await inDirectory(EXAMPLES['two-stage-demo'].directory);

    expect(code).toBe(0);
    expect(out).toMatch(/^Gates\n {2}test {3}ok {2}16 tests +[\d.]+ s\n {2}start {2}ok /);
    expect(out).toMatch(/\n {2}packages {2}nanoid 0\.\d+ MB\n/);
    expect(out).toMatch(/\n {2}size {6}0\.\d+ MB above its base/);
    expect(exists(tag)).toBe(true);
    expect(fs.readdirSync(reports).sort()).toEqual(['.gitignore', 'start', 'test']);
    expect(fs.readFileSync(path.join(reports, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('with a broken test gives none, exit code 1, the failing test and the reports; and tries it again', async () => {
    const directory = copied(EXAMPLES['two-stage-demo'].directory);
    const broken = path.join(directory, 'test', 'broken.test.js');
    fs.writeFileSync(broken, 'import { test } from "node:test";\ntest("two and two", () => { throw new Error(`four is not five, ${process.hrtime.bigint()}`); });\n');
    const first = await inDirectory(directory);

    expect(first.code).toBe(1);
    expect(first.err).toContain('there is no image: a gate failed');
    expect(first.out).toMatch(/The first failure, of the gate test\n {2}✖ two and two .*\n {4}Error: four is not five, \d+\n/);
    expect(exists(first.tag)).toBe(false);
    expect(fs.readFileSync(path.join(first.reports, 'test', 'exit-code'), 'utf8')).toBe('1\n');
    // the same again is another run, not the memory of the first
    const when = (out: string) => /four is not five, (\d+)/.exec(out)![1];
    const second = await inDirectory(directory);
    expect(when(second.out)).not.toBe(when(first.out));
  });

  test('shows in a terminal what the pictures of the guide show', async () => {
    const broken = copied(EXAMPLES['two-stage-demo'].directory);
    const source = path.join(broken, 'src', 'links.js');
    fs.writeFileSync(source, fs.readFileSync(source, 'utf8').replace('throw new InvalidLink', 'return new InvalidLink'));
    const [green, red] = [await inTerminal(EXAMPLES['two-stage-demo'].directory), await inTerminal(broken)];

    expect(shapeOf(green)).toEqual(shapeOf(recorded('build-passes', green)));
    expect(shapeOf(red)).toEqual(shapeOf(recorded('build-fails', red)));
  });

  test('--watch builds again when a test changes, and ends by Ctrl-C', async () => {
    const directory = copied(EXAMPLES['two-stage-demo'].directory);
    const tag = `nodejs-image-test:${randomUUID()}`;
    removeLater(tag);
    const root = path.resolve(__dirname, '..', '..');
    const words = [path.join(root, 'test', 'cli', 'entry.ts'), 'build', '.', '--watch', '--tag', tag];
    const child = spawn(process.execPath, ['--import', path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs'), ...words], {
      cwd: directory, env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'examples', 'tsconfig.json') },
    });
    processes.add(child);
    let printed = '';
    [child.stdout, child.stderr].forEach(stream => stream.on('data', data => printed += data));
    const rounds = () => printed.split('; Ctrl-C ends it').length - 1;
    const file = path.join(directory, 'test', 'links.test.js');
    const text = fs.readFileSync(file, 'utf8');
    await waitFor(() => rounds() === 1);
    const first = printed;
    fs.writeFileSync(file, text.replace('.size, 500)', '.size, 501)'));
    await waitFor(() => rounds() === 2);
    const second = printed.slice(first.length);
    fs.writeFileSync(path.join(directory, 'package.json'), '{');
    await waitFor(() => rounds() === 3);
    const third = printed.slice(first.length + second.length);
    // what the build itself leaves, its reports, is no change
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(rounds()).toBe(3);
    child.kill('SIGINT');
    const code = await new Promise(resolve => child.on('close', resolve));

    expect(first).toMatch(/\n {2}test {3}ok {2}16 tests/);
    expect(second).toMatch(/\n {2}test {3}failed {2}16 tests/);
    expect(second).toMatch(/\n {2}deps +cached\n/);
    expect(second).toContain('there is no image: a gate failed');
    expect(third).toMatch(/package\.json/);
    expect(code).toBe(130);
  });

  test('with a build that fails says where, with the end of what it printed', async () => {
    const directory = copied(EXAMPLES.yarn.directory);
    fs.appendFileSync(path.join(directory, 'src', 'server.ts'), '\nconst broken: number = "text";\n');
    const { code, out } = await inDirectory(directory);

    expect(code).toBe(1);
    expect(out).toContain('The build failed in the stage build');
    expect(out).toContain('TS2322');
  });

  test('writes an OCI archive', async () => {
    const file = path.join(temporaryDirectory(), 'image.tar');
    const { code } = await inDirectory(EXAMPLES['two-stage-demo'].directory, '--oci', file);

    expect(code).toBe(0);
    expect(execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).split('\n')).toEqual(expect.arrayContaining(['oci-layout', 'index.json']));
  });

  test('ended by Ctrl-C leaves nothing behind', async () => {
    const directory = copied(EXAMPLES['two-stage-demo'].directory);
    fs.writeFileSync(path.join(directory, 'test', 'slow.test.js'), `import { test } from "node:test";\ntest("slow", () => new Promise(resolve => setTimeout(resolve, 60000)));\n// ${randomUUID()}\n`);
    const temporary = temporaryDirectory();
    const tag = `nodejs-image-test:${randomUUID()}`;
    const root = path.resolve(__dirname, '..', '..');
    const child = spawn(process.execPath, ['--import', path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs'), path.join(root, 'test', 'cli', 'entry.ts'), 'build', directory, '--tag', tag], {
      cwd: temporaryDirectory(), env: { ...process.env, TMPDIR: temporary, TSX_TSCONFIG_PATH: path.join(root, 'examples', 'tsconfig.json') }, stdio: 'ignore',
    });
    processes.add(child);
    await waitFor(() => children(child.pid!).some(line => line.includes('buildx')));
    const builders = children(child.pid!);
    child.kill('SIGINT');
    const code = await new Promise(resolve => child.on('close', resolve));

    expect(code).toBe(130);
    await waitFor(() => builders.every(line => !fs.existsSync(`/proc/${line.trim().split(/\s+/)[0]}`)));
    expect(fs.readdirSync(temporary).filter(name => name.startsWith('cdk-nodejs-image-'))).toEqual([]);
    expect(exists(tag)).toBe(false);
  });
});

/** The processes that a process started. */
function children(pid: number): string[] {
  return spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout.split('\n').filter(line => line.trim() !== '');
}

/** Asks until something answers. */
async function answered(url: string): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const status = await fetch(url).then(response => response.status, () => undefined);
    if (status !== undefined) return status;
    if (attempt > 100) throw new Error(`nothing answered at ${url}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (let attempt = 0; !condition(); attempt++) {
    if (attempt > 1500) throw new Error('it did not come to that in five minutes');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

describe('run', () => {
  test('serves the application, shows what it prints, and ends it by Ctrl-C', async () => {
    const root = path.resolve(__dirname, '..', '..');
    const tag = `nodejs-image-test:${randomUUID()}`;
    removeLater(tag);
    const port = 18000 + Number(BigInt(process.pid) % 1000n);
    const words = [path.join(root, 'test', 'cli', 'entry.ts'), 'run', EXAMPLES['two-stage-demo'].directory, '--tag', tag, '--publish', String(port), '--env', 'NODE_ENV=staging'];
    const child = spawn(process.execPath, ['--import', path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs'), ...words], {
      cwd: temporaryDirectory(), env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'examples', 'tsconfig.json') },
    });
    let printed = '';
    [child.stdout, child.stderr].forEach(stream => stream.on('data', data => printed += data));
    processes.add(child);
    await waitFor(() => printed.includes('Ctrl-C ends it'));
    const container = docker('ps', '--quiet', '--filter', `publish=${port}`);
    const status = await answered(`http://127.0.0.1:${port}/health`);
    child.kill('SIGINT');
    const code = await new Promise(resolve => child.on('close', resolve));

    expect(printed).toContain('listening on port 8080');
    // an engine inside of a container may not be able to run the check
    expect(printed).toMatch(new RegExp(`http://127\\.0\\.0\\.1:${port}(, and its health check passes)?; Ctrl-C ends it`));
    expect(status).toBe(200);
    expect(code).toBe(130);
    expect(container).toMatch(/^[0-9a-f]+$/);
    expect(spawnSync('docker', ['inspect', container]).status).not.toBe(0);
  });

  test('of an application that ends says so, and leaves no container', async () => {
    const directory = copied(EXAMPLES['two-stage-demo'].directory);
    fs.writeFileSync(path.join(directory, 'src', 'server.js'), 'console.log("done"); process.exit(process.env.END ? 4 : 0);\n');
    const tag = `nodejs-image-test:${randomUUID()}`;
    removeLater(tag);
    const words = ['run', directory, '--tag', tag, '--env', 'END=1', '--gates', '[]', '--start-gate', 'none', '--reports', path.join(temporaryDirectory(), 'r')];
    const { code, err } = await cdkNodejsImage(words, { environment: process.env });

    expect(err).toContain('the application ended with exit code 4');
    expect(code).toBe(1);
    expect(docker('ps', '--all', '--quiet', '--filter', `ancestor=${tag}`)).toBe('');
  });
});

test('compose: what it builds runs the sources that are mounted, and again when they change', async () => {
  const directory = copied(EXAMPLES['two-stage-demo'].directory);
  const { out } = await cdkNodejsImage(['compose', directory]);
  // by hand what docker compose does, with a volume in place of the directory: the engine may lie elsewhere
  const service = parse(out.replaceAll('$$', '$')).services['two-stage-demo'];
  const file = path.join(temporaryDirectory(), 'Dockerfile');
  fs.writeFileSync(file, service.build.dockerfile_inline);
  const image = built(directory, { file });
  const sources = docker('volume', 'create');
  try {
    const volumes = service.volumes.flatMap((volume: string) => ['--volume', volume.replace(/^\.:/, `${sources}:`)]);
    const carrier = docker('create', '--volume', `${sources}:/app`, image);
    docker('cp', `${directory}/.`, `${carrier}:/app`);
    docker('rm', carrier);
    const container = start(image, { ports: [8080], env: service.environment, command: service.command, flags: ['--init', '--workdir', service.working_dir, ...volumes] });
    const url = `${container.url(8080)}/health`;
    expect((await answer(container, url)).status).toBe(200);
    const source = path.join(directory, 'src', 'server.js');
    fs.writeFileSync(source, `console.log('edited');\n${fs.readFileSync(source, 'utf8')}`);
    docker('cp', source, `${container.id}:/app/src/server.js`);

    await printedBy(container, /edited/);
    expect((await answer(container, url)).status).toBe(200);
    docker('rm', '--force', '--volumes', container.id);
  } finally {
    docker('volume', 'rm', sources);
  }
});
