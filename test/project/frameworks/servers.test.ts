import { fact } from '../project-directory';
import { frameworkProject } from './framework-project';

describe('Nuxt', () => {
  const scripts = { build: 'nuxt build', preview: 'nuxt preview' };

  test('given no start script, when it is read, then what Nitro built runs without modules', () => {
    expect(frameworkProject(['nuxt'], scripts, { 'nuxt.config.ts': 'export default defineNuxtConfig({})' })).toMatchObject({
      framework: 'Nuxt', buildOutput: ['.output'], generatedDirectories: ['.nuxt'], releaseFiles: [{ path: '.output' }], needsProductionDependencies: false, port: 3000,
      startCommand: { argv: ['node', '.output/server/index.mjs'], framework: 'Nuxt' },
    });
  });

  test('given a script that loads something first, when it is read, then modules stay', () => {
    const read = frameworkProject(['nuxt'], { ...scripts, start: 'node --import ./trace.mjs .output/server/index.mjs' });
    expect(read.needsProductionDependencies).toBe(true);
    expect(read.startCommand!.argv).toEqual(['node', '--import', './trace.mjs', '.output/server/index.mjs']);
  });

  test('given a script that does something first, when the server takes the place of the last step, then that stays', () => {
    const read = frameworkProject(['nuxt'], { ...scripts, start: 'node scripts/migrate.js && LEVEL=info nuxt start' });
    expect(read.startCommand).toMatchObject({
      argv: ['/bin/sh', '-c', expect.stringMatching(/; node scripts\/migrate\.js && exec node \.output\/server\/index\.mjs$/)],
      shell: true,
      environment: { LEVEL: 'info' },
    });
    expect(read.startCommand).not.toHaveProperty('framework');
    expect(read.needsProductionDependencies).toBe(true);
  });

  test('given files alone or another platform, when it is read, then nothing starts', () => {
    expect(frameworkProject(['nuxt'], { build: 'nuxt generate' }).startCommand).toBeUndefined();
    const read = frameworkProject(['nuxt'], scripts, { 'nuxt.config.ts': 'export default { nitro: { preset: "vercel" } }' });
    expect(fact(read, 'startCommand').reason).toContain('built for vercel');
  });
});

describe('Astro', () => {
  const scripts = { dev: 'astro dev', start: 'astro dev', build: 'astro build', preview: 'astro preview' };
  const config = (mode: string) => ({ 'astro.config.mjs': `import node from '@astrojs/node';\nexport default { adapter: node({ mode: '${mode}' }) }` });

  test('given the adapter for Node.js, when it is read, then its server runs in place of the one for development', () => {
    expect(frameworkProject(['astro', '@astrojs/node'], scripts, config('standalone'))).toMatchObject({
      framework: 'Astro', buildOutput: ['dist'], releaseFiles: [{ path: 'dist' }], needsProductionDependencies: true, port: 4321,
      startCommand: { argv: ['node', 'dist/server/entry.mjs'], environment: { HOST: '0.0.0.0' } },
    });
  });

  test.each([
    ['a port', '{ port: 4400 }', 4400],
    ['a port that a variable changes where it is built', '{ port: Number(process.env.PORT) || 4500, host: true }', 4500],
    ['a function', '() => ({ port: 4600 })', 4321],
    ['nothing of it', '{}', 4321],
  ])('given a configuration that tells %s, when it is read, then that is what the adapter builds in', (_, server, port) => {
    const file = `import node from '@astrojs/node';\nexport default defineConfig({ server: ${server}, adapter: node({ mode: 'standalone' }) })`;
    expect(frameworkProject(['astro', '@astrojs/node'], scripts, { 'astro.config.mjs': file }).port).toBe(port);
  });

  test('given a middleware, when it is read, then nothing starts', () => {
    expect(frameworkProject(['astro', '@astrojs/node'], scripts, config('middleware')).startCommand).toBeUndefined();
  });
});

describe('SvelteKit', () => {
  const scripts = { dev: 'vite dev', build: 'vite build' };

  test('given the adapter for Node.js, when it is read, then what it built runs', () => {
    expect(frameworkProject(['@sveltejs/kit', '@sveltejs/adapter-node'], scripts, { 'svelte.config.js': 'adapter({ out: "out" })' })).toMatchObject({
      framework: 'SvelteKit', buildOutput: ['out'], generatedDirectories: ['.svelte-kit'], port: 3000,
      startCommand: { argv: ['node', 'out'], builtFile: 'out/index.js' },
    });
  });

  test('given another adapter, when it is read, then the reason names the one', () => {
    const read = frameworkProject(['@sveltejs/kit', '@sveltejs/adapter-vercel'], scripts);
    expect(fact(read, 'startCommand').reason).toMatch(/@sveltejs\/adapter-node.*set the prop command/);
  });
});

describe.each([
  ['React Router', '@react-router/dev', '@react-router/serve', 'react-router build', 'react-router-serve'],
  ['Remix', '@remix-run/dev', '@remix-run/serve', 'remix vite:build', 'remix-serve'],
])('%s', (name, dev, serve, build, program) => {
  test('given its own server, when it is read, then node runs it', () => {
    expect(frameworkProject([dev, serve], { build, start: `${program} ./build/server/index.js` })).toMatchObject({
      framework: name, buildOutput: ['build'], releaseFiles: [{ path: 'build' }, { path: 'public', optional: true }], needsProductionDependencies: true, port: 3000,
      startCommand: { argv: ['node', `node_modules/.bin/${program}`, './build/server/index.js'], framework: name },
    });
  });

  test('given a server of the project, when it is read, then it stays', () => {
    const read = frameworkProject([dev, 'express'], { build, start: 'node server.js' }, { 'server.js': '' });
    expect(read).toMatchObject({ releaseFiles: [], startCommand: { argv: ['node', 'server.js'] } });
  });
});

test.each<[string, string[], Record<string, string>, Record<string, unknown>, string[]]>([
  ['Nuxt', ['nuxt'], { build: 'nuxt build' }, {}, ['NITRO_PORT', 'PORT']],
  ['SvelteKit', ['@sveltejs/kit', '@sveltejs/adapter-node'], { build: 'vite build' }, { 'svelte.config.js': 'export default { kit: { adapter: adapter({ envPrefix: "SITE_" }) } }' }, ['SITE_PORT']],
  ['SvelteKit without a prefix', ['@sveltejs/kit', '@sveltejs/adapter-node'], { build: 'vite build' }, { 'svelte.config.js': 'export default { kit: { adapter: adapter() } }' }, ['PORT']],
])('given %s, when it is read, then its port is told by the variables that its server reads', (_, packages, scripts, files, expected) => {
  expect(frameworkProject(packages, scripts, files)._portVariables).toEqual(expected);
});

describe('NestJS', () => {
  test('given no script for production, when it is read, then what the compiler wrote runs', () => {
    const read = frameworkProject(['@nestjs/core', '@nestjs/cli'], { build: 'nest build', start: 'nest start' }, { 'nest-cli.json': {} });
    expect(read).toMatchObject({ framework: 'NestJS', releaseFiles: [], port: undefined, startCommand: { argv: ['node', 'dist/main'] } });
  });

  const SEVERAL = { monorepo: true, root: 'apps/api', projects: { api: { root: 'apps/api' }, mail: { root: 'apps/mail', entryFile: 'post' } } };

  test.each<[string, object, string[], object]>([
    ['nest start mail', SEVERAL, ['node', 'dist/apps/mail/post'], {}],
    ['nest start', SEVERAL, ['node', 'dist/apps/api/main'], {}],
    ['nest start --entryFile worker', {}, ['node', 'dist/worker'], {}],
    ['nest start --entryFile=worker --watch -b swc', {}, ['node', 'dist/worker'], {}],
    ['cross-env ROLE=mailer nest start -e "node --max-old-space-size=512" -- --queue=mail', {}, ['node', '--max-old-space-size=512', 'dist/main', '--queue=mail'], { ROLE: 'mailer' }],
  ])('given %j as the start, when it is read, then what it asks for is started', (start, config, argv, environment) => {
    const read = frameworkProject(['@nestjs/core', '@nestjs/cli', 'cross-env'], { build: 'nest build', start }, { 'nest-cli.json': config });
    expect(read.startCommand).toMatchObject({ argv, environment });
  });

  test('given a script for production that starts another application, when it is read, then that of the start runs', () => {
    const scripts = { 'build': 'nest build', 'start': 'nest start mail', 'start:prod': 'node dist/apps/api/main' };
    expect(frameworkProject(['@nestjs/core'], scripts, { 'nest-cli.json': SEVERAL }).startCommand!.argv).toEqual(['node', 'dist/apps/mail/post']);
    expect(frameworkProject(['@nestjs/core'], { ...scripts, 'start:prod': 'node --enable-source-maps dist/apps/mail/post' }, { 'nest-cli.json': SEVERAL }).startCommand!.argv)
      .toEqual(['node', '--enable-source-maps', 'dist/apps/mail/post']);
  });

  test.each([
    ['nest start post', /^nest start names post, which is none of the projects of nest-cli\.json \(api, mail\): correct the script, or set the prop command$/],
    ['nest start -e bun', /^nest start runs it by bun, or set the prop command$/],
  ])('given %j as the start, when it is read, then it cannot be told what starts', (start, reason) => {
    const read = frameworkProject(['@nestjs/core'], { build: 'nest build', start }, { 'nest-cli.json': SEVERAL });
    expect(read.startCommand).toBeUndefined();
    expect(read.facts.find(({ name }) => name === 'startCommand')!.reason).toMatch(reason);
  });

  test('given several applications, when they are read, then the first one runs', () => {
    const read = frameworkProject(['@nestjs/core'], { build: 'nest build' }, { 'nest-cli.json': { monorepo: true, root: 'apps/api' } });
    expect(read.startCommand!.argv).toEqual(['node', 'dist/apps/api/main']);
  });
});

test('given AdonisJS, when it is read, then its build is the application', () => {
  const read = frameworkProject(['@adonisjs/core'], { build: 'node ace build', start: 'node bin/server.js' }, { 'adonisrc.ts': '', 'bin/server.ts': '' });
  expect(read).toMatchObject({
    framework: 'AdonisJS', buildOutput: ['build'], releaseFiles: [{ path: 'build', target: '.' }], needsProductionDependencies: true, port: 3333,
    startCommand: { argv: ['node', 'bin/server.js'], environment: { HOST: '0.0.0.0', PORT: '3333' } },
  });
});

describe('Angular', () => {
  const workspace = { 'angular.json': { projects: { shop: { projectType: 'application' } } } };

  test('given a server, when it is read, then it runs without modules', () => {
    expect(frameworkProject(['@angular/core', '@angular/ssr'], { build: 'ng build', start: 'ng serve' }, workspace)).toMatchObject({
      framework: 'Angular', buildOutput: ['dist/shop'], needsProductionDependencies: false, port: 4000, startCommand: { argv: ['node', 'dist/shop/server/server.mjs'] },
    });
  });
});
