// Bundles what runs elsewhere: inside image builds, in Lambda and in CodeBuild. Same sources, same bytes: hashes depend on them.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { isUpToDate, recordInputs } from './bundle-inputs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = readdirSync(join(root, 'lib/programs'), { withFileTypes: true })
  .filter(entry => entry.isDirectory() && existsSync(join(root, 'lib/programs', entry.name, 'index.ts')))
  .map(entry => entry.name)
  .sort();

/** `--changed`: bundles only what has other inputs than the last time, for a loop of tests that does not wait. */
const CHANGED_ONLY = process.argv.includes('--changed');

/** Runs that go on beside this one read the bundle: they find the one of before, or all of this one. */
async function bundle(options) {
  if (CHANGED_ONLY && isUpToDate(root, options)) {
    return;
  }
  const { outputFiles: [{ path, contents }], metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    logLevel: 'warning',
    write: false,
    metafile: true,
    ...options,
  });
  if (!existsSync(path) || !readFileSync(path).equals(contents)) {
    const complete = `${path}.${process.pid}`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(complete, contents);
    renameSync(complete, path);
  }
  recordInputs(root, options, Object.keys(metafile.inputs));
}

/** What stands in for modules that the tracer has no need of here, and that Node.js before 18 has not. */
const REPLACED = {
  // it finds prebuilt binaries in packages: dependencies are not traced
  '@mapbox/node-pre-gyp': 'module.exports = {};',
  // a cache tells it what it does
  'node:diagnostics_channel': 'const none = () => ({ hasSubscribers: false, publish() {} }); module.exports = { channel: none, tracingChannel: none };',
};

const replaced = {
  name: 'replaced',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@mapbox\/node-pre-gyp|node:diagnostics_channel)$/ }, ({ path }) => ({ path, namespace: 'replaced' }));
    onLoad({ filter: /.*/, namespace: 'replaced' }, ({ path }) => ({ contents: REPLACED[path] }));
  },
};

/** What takes the place of packages that a program does not need of another. */
const INSTEAD = {
  // the tracer has it as a script: once is enough
  collect: { acorn: './node_modules/acorn/dist/acorn.js' },
  static: { 'debug': './lib/programs/static/without/debug.ts', 'mime-types': './lib/programs/static/without/mime-types.ts' },
};

// The library parses by it. The package beside would be twenty times as large.
await bundle({
  entryPoints: ['@babel/parser'],
  outfile: 'lib/project/text/javascript/bundle/parser.js',
  minify: true,
  legalComments: 'inline',
});

// The same of what parses settings of package managers.
await bundle({
  stdin: { contents: "export { parse as parseIni } from 'ini';\nexport { parse as parseToml } from 'smol-toml';\n", resolveDir: root },
  outfile: 'lib/project/text/settings/bundle/parsers.js',
  minify: true,
  legalComments: 'inline',
});

// The same of what reads a Dockerfile that somebody wrote.
await bundle({
  stdin: { contents: "export { DockerfileParser } from 'dockerfile-ast';\n", resolveDir: root },
  outfile: 'lib/project/text/dockerfile/bundle/dockerfile.js',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'inline',
});

// What packs build contexts and reads layers.
await bundle({
  stdin: { contents: 'export { create, Parser } from \'tar\';', resolveDir: root },
  outfile: 'lib/context/bundle/tar.js',
  minify: true,
  legalComments: 'inline',
});

// What a rehearsal packs, signs, vouches and runs state machines by.
await bundle({
  stdin: {
    contents: [
      'export { zipSync } from \'fflate\';',
      'export { p256 } from \'@noble/curves/nist\';',
      'export { AsnConvert, OctetString } from \'@peculiar/asn1-schema\';',
      'export * as x509 from \'@peculiar/asn1-x509\';',
      'export { default as jsonata } from \'jsonata\';',
    ].join('\n'),
    resolveDir: root,
  },
  outfile: 'lib/cli/bundle/libraries.js',
  minify: true,
  legalComments: 'inline',
});

// They run on the Node.js of the project, with nothing beside them, and lie in every build context.
for (const name of programs) {
  await bundle({
    entryPoints: [`lib/programs/${name}/index.ts`],
    outfile: `lib/programs/bundle/${name}.mjs`,
    target: 'node14.18',
    format: 'esm',
    external: ['mock-aws-s3', 'nock', 'aws-sdk'],
    plugins: [replaced],
    alias: INSTEAD[name],
    // what is bundled may be CommonJS that requires modules of Node.js
    banner: { js: 'import { createRequire as createRequireOfNode } from \'node:module\'; const require = createRequireOfNode(import.meta.url);' },
    minify: true,
    legalComments: 'inline',
  });
}

/** What runs in CodeBuild. */
const STEPS = {
  // the images of CodeBuild that may be chosen have Node.js 18 and later
  target: 'node18',
  format: 'esm',
  // of the clients only the operations that are called
  mainFields: ['module', 'main'],
  banner: { js: 'import { createRequire as createRequireOfNode } from \'node:module\'; const require = createRequireOfNode(import.meta.url);' },
  // it is no news to who runs a build that the image of the build has an older Node.js
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
  minify: true,
  legalComments: 'inline',
};

await bundle({ ...STEPS, entryPoints: ['lib/steps/index.ts'], outfile: 'lib/steps/bundle/step.mjs' });

// The same steps for tests: in a world that is made up, and in the real one without its waits.
if (process.argv.includes('--tests')) {
  await bundle({ ...STEPS, entryPoints: ['test/steps/scripted/index.ts'], outfile: 'test/steps/bundle/scripted.mjs' });
  await bundle({ ...STEPS, entryPoints: ['test/steps/hasty/index.ts'], outfile: 'test/steps/bundle/hasty.mjs' });
}

await bundle({
  entryPoints: ['lib/handlers/image-builds/index.ts'],
  outfile: 'lib/handlers/image-builds/bundle/index.js',
  external: ['@aws-sdk/*'], // the runtime has it
});

await bundle({
  entryPoints: ['lib/handlers/image-admission/index.ts'],
  outfile: 'lib/handlers/image-admission/bundle/index.js',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'inline',
  external: ['@aws-sdk/*'], // the runtime has it
});

// Runs in CodeBuild, with the programs and the parsers beside it: the package has each of them once.
await bundle({
  entryPoints: ['lib/handlers/build-context/index.ts'],
  outfile: 'lib/handlers/build-context/bundle/index.js',
  minify: true,
  legalComments: 'inline',
  external: ['./bundle/parser', './bundle/parsers', './bundle/dockerfile'],
});

// What stands for the CLI of AWS, for docker and for ECR while a pipeline is rehearsed. The registry runs in a container.
await bundle({
  entryPoints: ['lib/cli/rehearse/programs/index.ts'],
  outfile: 'lib/cli/bundle/rehearsal.mjs',
  target: 'node18',
  format: 'esm',
  minify: true,
  legalComments: 'inline',
});
