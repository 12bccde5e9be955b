import { execFileSync, spawn, spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { NodejsDockerfile, NodejsImageAsset, NodejsImageBuild } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { add, directoryWith, smallService, temporaryDirectory } from '../temporary';

const context = (directory: string, outdir: string, options = {}) =>
  materialise(NodejsDockerfile.fromDirectory({ directory, ...options }), outdir, new Map());

function tree(directory: string): Record<string, string> {
  return Object.fromEntries((fs.readdirSync(directory, { recursive: true }) as string[]).sort().flatMap(name => {
    const file = path.join(directory, name);
    const stats = fs.lstatSync(file);
    if (stats.isDirectory()) return [];
    return [[name, `${stats.isSymbolicLink() ? fs.readlinkSync(file) : fs.readFileSync(file, 'latin1')} ${(stats.mode % 0o1000).toString(8)}`]];
  }));
}

/** The directory that is built where `cdk deploy` runs. */
function staged(directory: string, outdir: string): string {
  const image = new NodejsImageAsset(new Stack(new App({ outdir }), 'Stack'), 'Image', { directory });
  return path.join(outdir, `asset.${image.assetHash}`);
}

/** The directory with the archive that is built in the cloud. */
function archived(directory: string, outdir: string): string {
  const app = new App({ outdir });
  new NodejsImageBuild(new Stack(app, 'Stack'), 'Build', { directory });
  app.synth();
  const { files } = JSON.parse(fs.readFileSync(path.join(outdir, 'Stack.assets.json'), 'utf8'));
  return Object.values<any>(files).map(file => path.join(outdir, file.source.path)).find(file => fs.existsSync(path.join(file, 'context.tar')))!;
}

/** What is done to a directory that a synthesis left. */
const DAMAGE: [string, (directory: string) => void][] = [
  ['a file that was changed', directory => fs.writeFileSync(path.join(directory, 'app', 'server.js'), '// evil\n')],
  ['a file of the same size that was changed', directory => fs.writeFileSync(path.join(directory, 'app', 'server.js'), '// SERVES\n')],
  ['a Dockerfile that was changed', directory => fs.appendFileSync(path.join(directory, 'Dockerfile'), 'RUN evil\n')],
  ['a file that is missing', directory => fs.rmSync(path.join(directory, 'app', 'server.js'))],
  ['a file too many', directory => add(directory, { 'app/evil.js': '// evil\n' })],
  ['a file that became executable', directory => fs.chmodSync(path.join(directory, 'app', 'server.js'), 0o755)],
  ['a link in the place of a file', directory => {
    fs.renameSync(path.join(directory, 'app', 'server.js'), `${directory}.server.js`);
    fs.symlinkSync(`${directory}.server.js`, path.join(directory, 'app', 'server.js'));
  }],
  ['a link that leads elsewhere', directory => {
    fs.rmSync(path.join(directory, 'app', 'main.js'));
    fs.symlinkSync('/etc/passwd', path.join(directory, 'app', 'main.js'));
  }],
  ['a pipe in the place of a file', directory => {
    fs.rmSync(path.join(directory, 'app', 'server.js'));
    execFileSync('mkfifo', [path.join(directory, 'app', 'server.js')]);
  }],
  ['nothing in it', directory => fs.readdirSync(directory).forEach(name => fs.rmSync(path.join(directory, name), { recursive: true }))],
  ['a file in its place', directory => {
    fs.rmSync(directory, { recursive: true });
    fs.writeFileSync(directory, 'x');
  }],
  ['a link in its place', directory => {
    fs.renameSync(directory, `${directory}.elsewhere`);
    fs.symlinkSync(`${directory}.elsewhere`, directory);
  }],
];

describe('what lies there already', () => {
  const project = () => {
    const directory = smallService();
    fs.symlinkSync('server.js', path.join(directory, 'main.js'));
    return directory;
  };

  test.each(DAMAGE)('is made anew where it is %s', (_, damage) => {
    const [directory, outdir] = [project(), temporaryDirectory()];
    const first = context(directory, outdir);
    const whole = tree(first.directory);
    damage(first.directory);

    const second = context(directory, outdir);

    expect(second.directory).toBe(first.directory);
    expect(fs.lstatSync(second.directory).isDirectory()).toBe(true);
    expect(tree(second.directory)).toEqual(whole);
  });

  test.each(DAMAGE)('is made anew for the CDK, too, where it is %s', (_, damage) => {
    const [directory, outdir] = [project(), temporaryDirectory()];
    const docker = staged(directory, outdir);
    const whole = tree(docker);
    damage(docker);

    expect(staged(directory, outdir)).toBe(docker);
    expect(fs.lstatSync(docker).isDirectory()).toBe(true);
    expect(tree(docker)).toEqual(whole);
  });

  test('is made anew where it is the archive of a build in the cloud', () => {
    const [directory, outdir] = [project(), temporaryDirectory()];
    const archive = archived(directory, outdir);
    const whole = tree(archive);
    fs.writeFileSync(path.join(archive, 'context.tar'), 'evil');
    const packed = fs.readdirSync(outdir).find(name => name.endsWith('-archive'))!;
    fs.writeFileSync(path.join(outdir, packed, 'context.tar'), 'evil');

    expect(tree(archived(directory, outdir))).toEqual(whole);
  });

  test('stays where it is the same', () => {
    const [directory, outdir] = [project(), temporaryDirectory()];
    const docker = staged(directory, outdir);
    const before = fs.statSync(path.join(docker, 'Dockerfile')).ino;

    staged(directory, outdir);

    expect(fs.statSync(path.join(docker, 'Dockerfile')).ino).toBe(before);
  });

  test('takes no second copy of its bytes', () => {
    const outdir = temporaryDirectory();
    const docker = staged(project(), outdir);
    const own = fs.readdirSync(outdir).find(name => /^node-image-[0-9a-f]{32}$/.test(name))!;
    expect(fs.statSync(path.join(docker, 'Dockerfile')).ino).toBe(fs.statSync(path.join(outdir, own, 'Dockerfile')).ino);
  });
});

describe('files that change', () => {
  /** Runs something between the reading of a file and its copying. */
  function between(file: string, change: () => void): void {
    const real = jest.requireActual<typeof fs>('fs');
    const mkdtemp = real.mkdtempSync;
    jest.spyOn(real, 'mkdtempSync').mockImplementation(((prefix: string) => {
      if (prefix.includes('node-image')) change();
      return mkdtemp(prefix);
    }) as never);
    expect(fs.existsSync(file)).toBe(true);
  }

  afterEach(() => { jest.restoreAllMocks(); });

  test.each<[string, (file: string) => void, RegExp]>([
    ['another content', file => fs.writeFileSync(file, '// other\n'), /^server\.js was changed while the build context was made/],
    ['no file', file => fs.rmSync(file), /^server\.js cannot be read \(ENOENT\)/],
    ['a link', file => { fs.rmSync(file); fs.symlinkSync('/etc/hostname', file); }, /^server\.js cannot be read \(ELOOP\)/],
    ['a pipe', file => { fs.rmSync(file); execFileSync('mkfifo', [file]); }, /^server\.js was a file a moment ago and is none now/],
  ])('leave nothing under the hash where there is %s', (_, change, message) => {
    const [directory, outdir] = [smallService(), temporaryDirectory()];
    between(path.join(directory, 'server.js'), () => change(path.join(directory, 'server.js')));

    expect(() => context(directory, outdir)).toThrow(message);
    expect(fs.readdirSync(outdir)).toEqual([]);
  });
});

describe('a disk that refuses', () => {
  const failing = (code: string) => {
    jest.spyOn(jest.requireActual<typeof fs>('fs'), 'writeFileSync').mockImplementation(((file: fs.PathOrFileDescriptor) => {
      throw Object.assign(new Error(`${code}: raw`), { code, path: file });
    }) as never);
  };
  afterEach(() => { jest.restoreAllMocks(); });

  test.each([
    ['ENOSPC', 'there is no space left on the disk; free some'], ['EROFS', 'the file system is read-only; give another directory'],
    ['EACCES', 'permission is denied'], ['EISDIR', 'a directory lies where a file has to be; remove it'], ['ENAMETOOLONG', 'the path is longer than'], ['EIO', 'the file system refuses'],
  ])('by %s is named with the image, the file, the cause and what to do, and nothing is left', (code, cause) => {
    const [directory, outdir] = [smallService(), temporaryDirectory()];
    const stack = new Stack(new App({ outdir }), 'Stack');
    failing(code);

    expect(() => new NodejsImageAsset(stack, 'Image', { directory })).toThrow(new RegExp(`^the build context of Stack/Image: ${outdir}/node-image-.* cannot be written: .*/Dockerfile: ${cause}.* \\(${code}\\)$`));
    jest.restoreAllMocks();
    expect(fs.readdirSync(outdir)).toEqual([]);
  });

  test('because it is full leaves nothing, and works once there is space', () => {
    const [directory, outdir] = [smallService({ 'lib/large.js': `// ${'x'.repeat(400_000)}` }), temporaryDirectory()];
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', outdir]).status === 0;
    try {
      if (!mounted) jest.spyOn(jest.requireActual<typeof fs>('fs'), 'writeFileSync').mockImplementation(() => { throw Object.assign(new Error('raw'), { code: 'ENOSPC' }); });
      expect(() => context(directory, outdir)).toThrow(/there is no space left on the disk.* \(ENOSPC\)$/);
      expect(fs.readdirSync(outdir)).toEqual([]);
      if (mounted) execFileSync('mount', ['-o', 'remount,size=20m', outdir]);
      jest.restoreAllMocks();
      expect(fs.existsSync(path.join(context(directory, outdir).directory, 'Dockerfile'))).toBe(true);
    } finally {
      if (mounted) execFileSync('umount', [outdir]);
    }
  });

  test('because a file lies where the output is to be is named', () => {
    const outdir = path.join(directoryWith({ 'cdk.out': 'x' }), 'cdk.out');
    expect(() => context(smallService(), outdir)).toThrow(/cannot be written: .*cdk\.out\/node-image-\w+: a file lies where a directory has to be; remove it \(ENOTDIR\)$/);
  });
});

describe('runs side by side', () => {
  const root = path.join(__dirname, '..', '..');
  const start = (directory: string, outdir: string) =>
    spawn(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, 'make-context.ts'), directory, outdir], { cwd: root, stdio: 'inherit' });
  const ended = (child: ReturnType<typeof start>) => new Promise<number | null>(done => child.on('exit', code => done(code)));
  const many = () => smallService(Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`lib/file${index}.js`, `// ${index}\n`])));

  test('give one whole result', async () => {
    const [directory, outdir] = [many(), temporaryDirectory()];
    expect(await Promise.all([1, 2, 3, 4].map(() => ended(start(directory, outdir))))).toEqual([0, 0, 0, 0]);

    const names = fs.readdirSync(outdir);
    expect(names).toHaveLength(1);
    const [left, alone] = [path.join(outdir, names[0]), context(directory, temporaryDirectory()).directory];
    expect(tree(left)).toEqual(tree(alone));
  });

  test('give one whole result where what lies there is damaged', async () => {
    const [directory, outdir] = [many(), temporaryDirectory()];
    const made = context(directory, outdir).directory;
    const whole = tree(made);
    fs.writeFileSync(path.join(made, 'Dockerfile'), 'FROM evil\n');

    expect(await Promise.all([1, 2, 3].map(() => ended(start(directory, outdir))))).toEqual([0, 0, 0]);
    expect(fs.readdirSync(outdir)).toEqual([path.basename(made)]);
    expect(tree(made)).toEqual(whole);
  });

  test('leave nothing of one that was killed half-way', async () => {
    const [directory, outdir] = [many(), temporaryDirectory()];
    const child = start(directory, outdir);
    const end = ended(child);
    while (fs.readdirSync(outdir).length === 0 && child.exitCode === null) await new Promise(done => setTimeout(done, 1));
    child.kill('SIGKILL');
    await end;
    const [left] = fs.readdirSync(outdir);
    expect(left).toMatch(/^node-image-/);

    const { directory: made } = context(directory, outdir);
    expect(fs.readdirSync(outdir)).toEqual([path.basename(made)]);
    expect(tree(made)).toEqual(tree(context(directory, temporaryDirectory()).directory));
  });

  test('leave alone what another one is writing, and clear what nobody is', () => {
    const [directory, outdir] = [smallService(), temporaryDirectory()];
    const machine = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8);
    const gone = spawnSync('true').pid;
    const [mine, elsewhere, dead] = [`${machine}-${process.ppid}`, `00000000-${gone}`, `${machine}-${gone}`].map(whose => `node-image-writing-${whose}-abcdef`);
    [mine, elsewhere, dead].forEach(name => add(path.join(outdir, name), { 'app/half.js': 'x' }));

    const { directory: made } = context(directory, outdir);

    expect(fs.readdirSync(outdir).sort()).toEqual([path.basename(made), mine, elsewhere].sort());
  });
});

describe('a walk', () => {
  test('of 600 nested directories costs what they hold', () => {
    const directory = smallService();
    fs.mkdirSync(path.join(directory, ...Array.from({ length: 600 }, () => 'dir')), { recursive: true });
    fs.writeFileSync(path.join(directory, ...Array.from({ length: 600 }, () => 'dir'), 'a.js'), '// deep\n');
    const before = process.cpuUsage();

    const docker = staged(directory, temporaryDirectory());

    // it was some minutes; seconds are for machines that do something else, too
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(20);
    expect(fs.existsSync(path.join(docker, 'app', ...Array.from({ length: 600 }, () => 'dir'), 'a.js'))).toBe(true);
  }, 120_000);

  test('leaves out sockets, pipes and devices, and says so', () => {
    const directory = smallService();
    execFileSync('mkfifo', [path.join(directory, 'lib', 'pipe')]);
    const { directory: made, facts } = context(directory, temporaryDirectory());
    expect(facts.find(({ name }) => name === 'specialFiles')?.value).toBe('lib/pipe');
    expect(fs.existsSync(path.join(made, 'app', 'lib', 'pipe'))).toBe(false);
  });

  test('never reads what a link to the process leads to', () => {
    const directory = smallService();
    fs.symlinkSync('/proc/self/environ', path.join(directory, 'lib', 'note.txt'));
    expect(() => context(directory, temporaryDirectory())).toThrow(/^lib\/note\.txt is a symbolic link to \/proc\/self\/environ, which lies outside of the project .*: put a file in its place, or remove it/);
    expect(() => context(directory, temporaryDirectory(), { allow: { 'lib/note.txt': 'x' } })).toThrow(/^lib\/note\.txt is a symbolic link to \/proc/);
  });

  test('names a file that is too large for an image', () => {
    const directory = smallService();
    fs.truncateSync(path.join(directory, 'lib', 'util.js'), 3 * 2 ** 30);
    expect(() => context(directory, temporaryDirectory())).toThrow(/^lib\/util\.js has 3\.0 GiB, and a file of a build context at most 2: name it in \.dockerignore/);
  });

  test('names a name that is no text', () => {
    const directory = smallService();
    fs.writeFileSync(Buffer.concat([Buffer.from(`${directory}/lib/caf`), Buffer.from([0xe9]), Buffer.from('.js')]), '// latin1\n');
    expect(() => context(directory, temporaryDirectory())).toThrow(/^the name of "lib\/caf\ufffd\.js" is not valid UTF-8.*: rename it, or leave it out by a pattern in \.dockerignore, such as "lib\/caf\*\.js"$/);
    add(directory, { '.dockerignore': 'lib/caf*.js\n' });
    expect(context(directory, temporaryDirectory()).directory).toMatch(/node-image-/);
  });

  test('names links in circles', () => {
    const directory = smallService();
    fs.symlinkSync('b', path.join(directory, 'lib', 'a'));
    fs.symlinkSync('a', path.join(directory, 'lib', 'b'));
    expect(() => context(directory, temporaryDirectory())).toThrow(/^lib\/a is a symbolic link that leads to itself: remove the link$/);
  });

  test('is not caught by a link to a directory above', () => {
    const directory = smallService();
    fs.symlinkSync('..', path.join(directory, 'lib', 'up'));
    const { directory: made } = context(directory, temporaryDirectory());
    expect(fs.readlinkSync(path.join(made, 'app', 'lib', 'up'))).toBe('..');
  });

  test('does not enter what git ignores by a link', () => {
    const root = directoryWith({ '.git/HEAD': 'ref: refs/heads/main\n', 'shared/a.js': 'x', 'service/.gitignore': 'shared\n' });
    fs.cpSync(smallService(), path.join(root, 'service'), { recursive: true });
    fs.symlinkSync('../shared', path.join(root, 'service', 'shared'));
    expect(fs.existsSync(path.join(context(path.join(root, 'service'), temporaryDirectory()).directory, 'app', 'shared'))).toBe(false);
  });
});
