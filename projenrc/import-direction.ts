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
  // What is signed of images: written by steps, read by handlers.
  attestations: [],
  // Steps run in CodeBuild: they are bundled into one program, of which only the file and the names of the steps are used.
  steps: ['attestations'],
  // A build context on disk that is what its hash says.
  context: ['props', 'dockerfile', 'project', 'image'],
  tags: ['props', 'project', 'context'],
  codebuild: ['props', 'project', 'image', 'context'],
  delivery: ['props', 'dockerfile', 'project', 'image', 'programs', 'context', 'tags', 'codebuild', 'attestations'],
  // What is demanded where images start.
  admission: ['props', 'context', 'codebuild', 'attestations'],
  // Of delivery a pipeline uses the repository that images are pushed to: see USED_BY_PIPELINES.
  pipeline: ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'attestations', 'admission'],
  cli: ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'pipeline'],
  // Handlers run elsewhere: each is bundled with what it imports, which may be of steps; nothing imports them.
  handlers: ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'pipeline', 'attestations', 'steps'],
};

/**
 * The floors of `lib/project/`: each imports from those before it. The files beside them come last: nothing that is on a
 * floor imports one.
 */
export const PROJECT_FLOORS = [
  'dated-facts',
  'model',
  'text',
  'secrets',
  'files',
  'manifest',
  'modules',
  'node-version',
  // They know nothing of scripts: what reads a call of one asks it.
  'package-managers',
  'scripts',
  'frameworks',
  'workspace',
  'infrastructure',
  'build',
  'prisma',
  'native',
  'start',
  'listening',
  'running',
  'tests',
  'imports',
  'install-scripts',
  'monorepo',
];

/** Folders that know nothing of the CDK: no construct tree. */
const PURE = ['props', 'dockerfile', 'project', 'programs', 'image', 'attestations', 'steps'];

/** The only folders that touch the disk: `project` reads, `context` writes, `programs`, `steps`, `cli` and `handlers` do both. */
const USES_DISK = ['project', 'programs', 'steps', 'context', 'cli', 'handlers'];

/** Whatever these folders make ends in a template or a Dockerfile, so it must not vary between runs. */
const SYNTHESIZES = ['props', 'dockerfile', 'project', 'image', 'context', 'tags', 'codebuild', 'delivery', 'admission', 'pipeline'];

const FOLDERS = Object.keys(IMPORTS);

const CDK_PATTERN = {
  group: ['aws-cdk-lib', 'aws-cdk-lib/**', 'constructs', '@aws-cdk/**'],
  message: 'dockerfile/, project/, programs/, image/, attestations/ and steps/ know nothing of the CDK: move this to context/, codebuild/ or delivery/.',
};

/** Folders whose options have times: they name the type of those, which is gone when it is compiled, and nothing of the CDK beside it. */
const NAMES_DURATIONS = ['props', 'dockerfile', 'image'];

const DISK_PATTERN = {
  group: ['fs', 'fs/**', 'node:fs', 'node:fs/**', 'fs-extra', 'graceful-fs'],
  message: 'only project/ reads the disk, only context/ writes to it (and programs/, steps/, cli/ and handlers/ may do both).',
};

interface Override {
  readonly files: string[];
  readonly rules: Record<string, unknown>;
}

/** What runs steps knows the file of their program and their names, and what the program that makes build contexts tells them. */
const RUNS_STEPS = { folders: ['codebuild', 'pipeline'], files: ['step-program', 'context-program'].flatMap(name => ['ts', 'js', 'd.ts'].map(extension => `./${name}.${extension}`)) };

/** The parts of `delivery` that `pipeline` uses. */
const USED_BY_PIPELINES = ['./repository', ...['destination-options', 'bound-architecture'].flatMap(name => ['ts', 'js', 'd.ts'].map(extension => `./${name}.${extension}`))];

/** One zone for every pair of folders between which no import may run. */
export function restrictedZones(): object[] {
  const zones: object[] = [{
    target: FOLDERS.map((folder) => `./lib/${folder}`),
    from: './lib/index.*', // .js too, once it is compiled
    message: 'lib/index.ts is the public surface: import the file that you need.',
  }];
  for (const [folder, allowed] of Object.entries(IMPORTS)) {
    const forbidden = FOLDERS.filter((other) => other !== folder && !allowed.includes(other) && !(other === 'steps' && RUNS_STEPS.folders.includes(folder)));
    zones.push({
      target: `./lib/${folder}`,
      from: forbidden.map((other) => `./lib/${other}`),
      message: `${folder}/ may import ${allowed.length > 0 ? allowed.join('/, ') + '/' : 'no other folder'}.`,
    });
  }
  zones.push({
    target: RUNS_STEPS.folders.map((folder) => `./lib/${folder}`),
    from: './lib/steps',
    except: RUNS_STEPS.files,
    message: 'of steps/ only what is known of them is used: import steps/step-program or steps/context-program.',
  });
  zones.push({
    target: './lib/pipeline',
    from: './lib/delivery',
    except: USED_BY_PIPELINES,
    message: 'a pipeline is no delivery: what both use is in context/, tags/ and codebuild/.',
  });
  zones.push({
    target: './lib/index.ts',
    from: ['./lib/cli', './lib/handlers', './lib/steps'],
    message: 'cli/, handlers/ and steps/ are never exported.',
  });
  return zones.concat(floorZones('project', PROJECT_FLOORS));
}

/** Two zones for each floor of a folder: it imports neither from those above it, nor from the files beside them. */
function floorZones(folder: string, floors: readonly string[]): object[] {
  return floors.flatMap((floor, index) => {
    const target = `./lib/${folder}/${floor}`;
    const above = floors.slice(index + 1).map((other) => `./lib/${folder}/${other}`);
    const message = index === 0 ? `${folder}/${floor}/ is the lowest floor of ${folder}/.` : `${folder}/${floor}/ may import what is below it: ${floors.slice(0, index).join('/, ')}/.`;
    return [
      ...above.length > 0 ? [{ target, from: above, message }] : [],
      { target, from: `./lib/${folder}/*.*`, message },
    ];
  });
}

/** ESLint overrides: which packages and globals the files of a folder may use. */
export function folderOverrides(): Override[] {
  return FOLDERS.map((folder) => {
    const patterns: object[] = [];
    if (PURE.includes(folder) && !NAMES_DURATIONS.includes(folder)) { patterns.push(CDK_PATTERN); }
    if (!USES_DISK.includes(folder)) { patterns.push(DISK_PATTERN); }
    return {
      files: [`lib/${folder}/**/*.ts`],
      rules: {
        ...(patterns.length > 0 ? { 'no-restricted-imports': ['error', { patterns }] } : {}),
        ...(NAMES_DURATIONS.includes(folder) ? durationsAlone() : {}),
        ...(SYNTHESIZES.includes(folder) ? { 'no-restricted-properties': ['error', ...nondeterminism()] } : {}),
      },
    };
  }).filter((override) => Object.keys(override.rules).length > 0).concat(stepOverrides());
}

/** Rules by which of the CDK the type `Duration` alone is named, and nothing is imported. */
function durationsAlone(): Override['rules'] {
  const [cdk, message] = ['/^(aws-cdk-lib|constructs|@aws-cdk)(\\u002F|$)/', CDK_PATTERN.message];
  return {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ ...CDK_PATTERN, allowTypeImports: true }] }],
    'no-restricted-syntax': ['error', { selector: `ImportDeclaration[source.value=${cdk}] > :not(ImportSpecifier[imported.name="Duration"], Literal)`, message }],
  };
}

/** A step is a function of its world: only that reaches the clock, the network, other programs and the environment. */
function stepOverrides(): Override[] {
  const message = 'a step takes it from its world (steps/world/).';
  return [
    {
      files: ['lib/steps/**/*.ts'],
      rules: {
        'no-restricted-imports': ['error', {
          paths: ['child_process', 'http', 'https', 'net', 'os', 'timers', 'timers/promises', 'tls'].flatMap(name => [name, `node:${name}`]).map(name => ({ name, message })),
          patterns: [CDK_PATTERN, { group: ['@aws-sdk/client-*'], message }],
        }],
        'no-restricted-properties': ['error', ...[['Date', 'now'], ['Math', 'random'], ['process', 'env'], ['process', 'argv'], ['process', 'exit'], ['process', 'stdout'], ['process', 'stderr']]
          .map(([object, property]) => ({ object, property, message }))],
        'no-restricted-globals': ['error', ...['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console'].map(name => ({ name, message }))],
        'no-restricted-syntax': ['error', { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message }],
      },
    },
    {
      files: ['lib/steps/world/**/*.ts', 'lib/steps/index.ts'],
      rules: {
        'no-restricted-imports': ['error', { patterns: [CDK_PATTERN] }],
        ...Object.fromEntries(['properties', 'globals', 'syntax'].map(kind => [`no-restricted-${kind}`, 'off'])),
      },
    },
  ];
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
