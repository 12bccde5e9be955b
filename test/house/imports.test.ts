import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative, resolve } from 'path';
import { loadESLint } from 'eslint';

const ROOT = resolve(__dirname, '..', '..');

/** Which folder of lib/ may import from which. Written out here on purpose: this is the promise, not its implementation. */
const ALLOWED: Record<string, string[]> = {
  props: [],
  dockerfile: ['props'],
  project: ['props'],
  programs: ['project'],
  image: ['props', 'dockerfile', 'project', 'programs'],
  attestations: [],
  context: ['props', 'dockerfile', 'project', 'image'],
  tags: ['props', 'project', 'context'],
  codebuild: ['props', 'project', 'image', 'context'],
  delivery: ['props', 'dockerfile', 'project', 'image', 'programs', 'context', 'tags', 'codebuild', 'attestations'],
  admission: ['props', 'context', 'codebuild', 'attestations'],
  pipeline: ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'attestations', 'admission'],
  steps: ['attestations'],
  cli: ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'pipeline'],
  handlers: ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'pipeline', 'attestations', 'steps'],
};
const FOLDERS = Object.keys(ALLOWED);

/** The floors of project/, the lowest first: each may import from those before it, and none from the files beside them. */
const FLOORS = [
  'dated-facts', 'model', 'text', 'secrets', 'files', 'manifest', 'modules', 'node-version', 'package-managers', 'scripts', 'frameworks', 'workspace',
  'infrastructure', 'build', 'prisma', 'native', 'start', 'listening', 'running', 'tests', 'imports', 'install-scripts', 'monorepo',
];

/** What a file of each folder may use besides other folders. */
const MODULES = ['aws-cdk-lib', 'aws-cdk-lib/aws-ecr', 'constructs', 'fs', 'node:fs', 'fs/promises', 'node:fs/promises'];
const USES_CDK = ['context', 'tags', 'codebuild', 'delivery', 'admission', 'pipeline', 'cli', 'handlers'];
const USES_DISK = ['project', 'programs', 'steps', 'context', 'cli', 'handlers'];
const SYNTHESIZES = ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'admission', 'pipeline'];
/** Options of these have times: of the CDK they name one type, which is gone when it is compiled. */
const NAMES_DURATIONS = ['props', 'dockerfile', 'image'];
/** What runs steps knows the file of their program and their names. */
const RUNS_STEPS = ['codebuild', 'pipeline'];

const fileName = (imported: string) => `uses-${imported.replace(/[^a-z]+/g, '-')}.ts`;

describe('the import direction', () => {
  let tree: string;
  const reported = new Map<string, string[]>();

  /** The rules that reported `file`, which lies in lib/. */
  const rulesAgainst = (file: string) => reported.get(join('lib', file));

  beforeAll(async () => {
    // GIVEN a house in which every folder imports every other one, and more
    tree = mkdtempSync(join(tmpdir(), 'house-'));
    const write = (file: string, text: string) => {
      mkdirSync(join(tree, 'lib', file, '..'), { recursive: true });
      writeFileSync(join(tree, 'lib', file), text);
    };
    for (const folder of FOLDERS) {
      write(`${folder}/thing.ts`, 'export const thing = 1;\n');
      write(`${folder}/uses-itself.ts`, 'import { thing } from \'./thing\';\nexport const used = thing;\n');
      write(`${folder}/uses-the-public-surface.ts`, 'import { thing } from \'../index\';\nexport const used = thing;\n');
      write(`${folder}/exports-public-surface.ts`, 'export { thing } from \'..\';\n');
      write(`${folder}/uses-chance.ts`, 'export const chance = [Date.now(), Math.random(), process.env.HOME];\n');
      for (const other of FOLDERS.filter((f) => f !== folder)) {
        write(`${folder}/uses-${other}.ts`, `import { thing } from '../${other}/thing';\nexport const used = thing;\n`);
        write(`${folder}/types-${other}.ts`, `import type { thing } from '../${other}/thing';\nexport type Used = typeof thing;\n`);
        write(`${folder}/exports-${other}.ts`, `export { thing } from '../${other}/thing';\n`);
        write(`${folder}/deep/er/uses-${other}.ts`, `import { thing } from '../../../${other}/thing';\nexport const used = thing;\n`);
      }
      write(`${folder}/names-durations.ts`, 'import type { Duration } from \'aws-cdk-lib\';\nexport type Used = Duration;\n');
      write(`${folder}/makes-durations.ts`, 'import { Duration } from \'aws-cdk-lib\';\nexport const used = Duration.seconds(1);\n');
      write(`${folder}/names-stacks.ts`, 'import type { Duration, Stack } from \'aws-cdk-lib\';\nexport type Used = Duration | Stack;\n');
      write(`${folder}/names-all.ts`, 'import type * as cdk from \'aws-cdk-lib\';\nexport type Used = cdk.Duration;\n');
      for (const name of MODULES) {
        write(`${folder}/${fileName(name)}`, `import * as it from '${name}';\nexport const used = it;\n`);
      }
    }
    for (const floor of FLOORS) {
      write(`project/${floor}/thing.ts`, 'export const thing = 1;\n');
      write(`project/${floor}/uses-the-top.ts`, 'import { thing } from \'../thing\';\nexport const used = thing;\n');
      write(`project/uses-${floor}-floor.ts`, `import { thing } from './${floor}/thing';\nexport const used = thing;\n`);
      for (const other of FLOORS.filter(each => each !== floor)) {
        write(`project/${floor}/uses-${other}-floor.ts`, `import { thing } from '../${other}/thing';\nexport const used = thing;\n`);
        write(`project/${floor}/deep/er/types-${other}-floor.ts`, `import type { thing } from '../../../${other}/thing';\nexport type Used = typeof thing;\n`);
      }
    }
    write('steps/step-program.ts', 'export const thing = 1;\n');
    FOLDERS.filter(folder => folder !== 'steps').forEach(folder =>
      write(`${folder}/runs-steps.ts`, 'import { thing } from \'../steps/step-program\';\nexport const used = thing;\n'));
    for (const part of ['repository/thing', 'destination-options', 'bound-architecture']) {
      write(`delivery/${part}.ts`, 'export const thing = 1;\n');
      write(`pipeline/uses-${part.replace('/', '-')}-of-delivery.ts`, `import { thing } from '../delivery/${part}';\nexport const used = thing;\n`);
    }
    for (const file of ['steps/reaches-out.ts', 'steps/world/reaches-out.ts']) {
      write(file, 'import * as programs from \'child_process\';\nexport const used = [programs, new Date(), fetch, setTimeout];\n');
    }
    write('image/long.ts', '// more\n'.repeat(301));
    write('image/long-enough.ts', '// more\n'.repeat(300));
    ['image/camelCase.ts', 'image/snake_case.ts', 'image/Folder/thing.ts', 'image/2nd.ts'].forEach(file => write(file, 'export const thing = 1;\n'));
    write('index.ts', 'export { thing } from \'./image/thing\';\nexport { used } from \'./cli/uses-itself\';\n');

    // WHEN it is linted by the rules that the repository is linted by
    const text = readFileSync(join(ROOT, '.eslintrc.json'), 'utf-8');
    const config = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
    const [severity, options] = config.rules['import/no-restricted-paths'];
    const LegacyESLint = await loadESLint({ useFlatConfig: false });
    const eslint = new LegacyESLint({
      cwd: tree,
      useEslintrc: false,
      resolvePluginsRelativeTo: ROOT,
      baseConfig: {
        root: true,
        parser: require.resolve('@typescript-eslint/parser'),
        parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
        plugins: ['import', '@typescript-eslint'],
        settings: {
          'import/parsers': { [require.resolve('@typescript-eslint/parser')]: ['.ts'] },
          'import/resolver': { [require.resolve('eslint-import-resolver-node')]: { extensions: ['.ts'] } },
        },
        rules: { 'import/no-restricted-paths': [severity, { ...options, basePath: tree }] },
        overrides: config.overrides.filter((o: { files: string[] }) => o.files.every((f) => f.startsWith('lib/'))),
      },
    });
    for (const result of await eslint.lintFiles(['lib/**/*.ts'])) {
      reported.set(relative(tree, result.filePath), result.messages.map((m) => m.ruleId ?? m.message));
    }
  }, 60_000);

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  describe.each(FOLDERS)('%s/', (folder) => {
    const others = FOLDERS.filter((other) => other !== folder);

    test.each(others)(`from ${folder}/ to %s/`, (other) => {
      const expected = ALLOWED[folder].includes(other) ? [] : ['import/no-restricted-paths'];
      expect(rulesAgainst(`${folder}/uses-${other}.ts`)).toEqual(expected);
      expect(rulesAgainst(`${folder}/types-${other}.ts`)).toEqual(expected);
      expect(rulesAgainst(`${folder}/exports-${other}.ts`)).toEqual(expected);
      expect(rulesAgainst(`${folder}/deep/er/uses-${other}.ts`)).toEqual(expected);
    });

    test('may import from itself, and never from the public surface', () => {
      expect(rulesAgainst(`${folder}/uses-itself.ts`)).toEqual([]);
      expect(rulesAgainst(`${folder}/uses-the-public-surface.ts`)).toEqual(['import/no-restricted-paths']);
      expect(rulesAgainst(`${folder}/exports-public-surface.ts`)).toEqual(['import/no-restricted-paths']);
    });

    test.each(MODULES)(`from ${folder}/ to the module %s`, (name) => {
      const allowed = (name.includes('fs') ? USES_DISK : USES_CDK).includes(folder);
      const refused = NAMES_DURATIONS.includes(folder) && !name.includes('fs') ? ['@typescript-eslint/no-restricted-imports', 'no-restricted-syntax'] : ['no-restricted-imports'];
      expect(rulesAgainst(`${folder}/${fileName(name)}`)).toEqual(allowed ? [] : refused);
    });

    test('makes no duration and names nothing else of the CDK where it knows nothing of it', () => {
      const all = ['names-durations', 'makes-durations', 'names-stacks', 'names-all'].map(file => rulesAgainst(`${folder}/${file}.ts`));
      const named = [[], ['@typescript-eslint/no-restricted-imports'], ['no-restricted-syntax'], ['no-restricted-syntax']];
      expect(all).toEqual(USES_CDK.includes(folder) ? [[], [], [], []] : NAMES_DURATIONS.includes(folder) ? named : all.map(() => ['no-restricted-imports']));
    });

    test('meets neither clock nor chance nor environment where that would vary', () => {
      const expected = SYNTHESIZES.includes(folder) || folder === 'steps' ? Array(3).fill('no-restricted-properties') : [];
      expect(rulesAgainst(`${folder}/uses-chance.ts`)).toEqual(expected);
    });
  });

  describe.each(FLOORS)('project/%s/', floor => {
    test('imports from the floors below it, and from nothing above', () => {
      for (const other of FLOORS.filter(each => each !== floor)) {
        const expected = FLOORS.indexOf(other) < FLOORS.indexOf(floor) ? [] : ['import/no-restricted-paths'];
        expect([other, rulesAgainst(`project/${floor}/uses-${other}-floor.ts`)]).toEqual([other, expected]);
        expect([other, rulesAgainst(`project/${floor}/deep/er/types-${other}-floor.ts`)]).toEqual([other, expected]);
      }
      expect(rulesAgainst(`project/${floor}/uses-the-top.ts`)).toEqual(['import/no-restricted-paths']);
      expect(rulesAgainst(`project/uses-${floor}-floor.ts`)).toEqual([]);
    });
  });

  test.each(FOLDERS.filter(folder => folder !== 'steps'))('%s/ knows of steps no more than it has to', (folder) => {
    expect(rulesAgainst(`${folder}/runs-steps.ts`)).toEqual(ALLOWED[folder].includes('steps') || RUNS_STEPS.includes(folder) ? [] : ['import/no-restricted-paths']);
  });

  test.each(['repository-thing', 'destination-options', 'bound-architecture'])('pipeline/ uses %s of delivery/', part => {
    expect(rulesAgainst(`pipeline/uses-${part}-of-delivery.ts`)).toEqual([]);
  });

  test('only the world of steps reaches other programs, the clock and the network', () => {
    expect(rulesAgainst('steps/reaches-out.ts')!.sort()).toEqual([
      'no-restricted-globals', 'no-restricted-globals', 'no-restricted-imports', 'no-restricted-syntax',
    ]);
    expect(rulesAgainst('steps/world/reaches-out.ts')).toEqual([]);
  });

  test('a file has at most 300 lines', () => {
    expect(rulesAgainst('image/long.ts')).toEqual(['max-lines']);
    expect(rulesAgainst('image/long-enough.ts')).toEqual([]);
  });

  test.each(['image/camelCase.ts', 'image/snake_case.ts', 'image/Folder/thing.ts', 'image/2nd.ts'])('%s is not named in kebab-case', file => {
    expect(rulesAgainst(file)).toEqual(['no-restricted-syntax']);
  });

  test('the command line is not exported', () => {
    expect(rulesAgainst('index.ts')).toEqual(['import/no-restricted-paths']);
  });

  test('covers every folder of lib/ and every floor of project/', () => {
    const foldersIn = (directory: string) => readdirSync(join(ROOT, directory), { withFileTypes: true })
      .filter((e) => e.isDirectory()).map((e) => e.name);
    expect(FOLDERS).toEqual(expect.arrayContaining(foldersIn('lib')));
    expect(foldersIn('lib/project').sort()).toEqual([...FLOORS].sort());
  });
});
