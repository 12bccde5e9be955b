/**
 * The folders of `lib/`, in the order in which imports may run: a folder imports
 * only from the folders that it lists.
 */
export const IMPORTS: Record<string, string[]> = {
  props: [],
  dockerfile: ['props'],
  project: ['props'],
  // Programs run inside image builds: each is bundled with what it imports, and only its text is used.
  programs: ['project'],
  image: ['props', 'dockerfile', 'project', 'programs'],
  delivery: ['props', 'dockerfile', 'project', 'image', 'programs'],
  pipeline: ['props', 'dockerfile', 'project', 'image', 'delivery'],
  cli: ['props', 'dockerfile', 'project', 'image', 'delivery', 'pipeline'],
  // Handlers run elsewhere: each is bundled with what it imports, nothing imports them.
  handlers: ['props', 'dockerfile', 'project', 'image', 'delivery', 'pipeline'],
};

/** Folders whose output is a pure function of their input: no CDK, no construct tree. */
const PURE = ['props', 'dockerfile', 'project', 'programs', 'image'];

/** The only folders that touch the disk: `project` reads, `delivery` writes, `programs`, `cli` and `handlers` do both. */
const USES_DISK = ['project', 'programs', 'delivery', 'cli', 'handlers'];

/** Whatever these folders make ends in a template or a Dockerfile, so it must not vary between runs. */
const SYNTHESIZES = ['props', 'dockerfile', 'project', 'image', 'delivery', 'pipeline'];

const FOLDERS = Object.keys(IMPORTS);

const CDK_PATTERN = {
  group: ['aws-cdk-lib', 'aws-cdk-lib/**', 'constructs', '@aws-cdk/**'],
  message: 'dockerfile/, project/, programs/ and image/ know nothing of AWS: move this to delivery/.',
};

const DISK_PATTERN = {
  group: ['fs', 'fs/**', 'node:fs', 'node:fs/**', 'fs-extra', 'graceful-fs'],
  message: 'only project/ reads the disk, only delivery/ writes to it (and programs/, cli/ and handlers/ may do both).',
};

interface Override {
  readonly files: string[];
  readonly rules: Record<string, unknown>;
}

/** One zone for every pair of folders between which no import may run. */
export function restrictedZones(): object[] {
  const zones: object[] = [{
    target: FOLDERS.map((folder) => `./lib/${folder}`),
    from: './lib/index.*', // .js too, once it is compiled
    message: 'lib/index.ts is the public surface: import the file that you need.',
  }];
  for (const [folder, allowed] of Object.entries(IMPORTS)) {
    const forbidden = FOLDERS.filter((other) => other !== folder && !allowed.includes(other));
    zones.push({
      target: `./lib/${folder}`,
      from: forbidden.map((other) => `./lib/${other}`),
      message: `${folder}/ may import ${allowed.length > 0 ? allowed.join('/, ') + '/' : 'no other folder'}.`,
    });
  }
  zones.push({
    target: './lib/index.ts',
    from: ['./lib/cli', './lib/handlers'],
    message: 'cli/ and handlers/ are never exported.',
  });
  return zones;
}

/** ESLint overrides: which packages and globals the files of a folder may use. */
export function folderOverrides(): Override[] {
  return FOLDERS.map((folder) => {
    const patterns: object[] = [];
    if (PURE.includes(folder)) { patterns.push(CDK_PATTERN); }
    if (!USES_DISK.includes(folder)) { patterns.push(DISK_PATTERN); }
    return {
      files: [`lib/${folder}/**/*.ts`],
      rules: {
        ...(patterns.length > 0 ? { 'no-restricted-imports': ['error', { patterns }] } : {}),
        ...(SYNTHESIZES.includes(folder) ? { 'no-restricted-properties': ['error', ...nondeterminism()] } : {}),
      },
    };
  }).filter((override) => Object.keys(override.rules).length > 0);
}

function nondeterminism(): object[] {
  const message = 'what is synthesized must be the same in every run.';
  return [
    { object: 'Date', property: 'now', message },
    { object: 'Math', property: 'random', message },
    { object: 'process', property: 'env', message },
    { object: 'crypto', property: 'randomUUID', message },
    { object: 'crypto', property: 'randomBytes', message },
  ];
}
