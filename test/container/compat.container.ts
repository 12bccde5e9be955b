import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Bundling } from '../../lib';
import { COMPAT_APPS, CompatApp, optionsOf } from '../compat/apps';
import { UPDATE } from '../golden/golden-file';
import { answer, buildBeside, BuildResult, bytesAbove, cleanUp, configOf, contextOf, filesOf, printed, start, stop } from './engine';
import { withHeaders } from './node-headers';

/** Most of a build is waiting, for a registry or for one process of its own. */
const AT_ONCE = Number(process.env.COMPAT_BUILDS ?? Math.max(2, os.availableParallelism()));

/** `BUNDLING=1` has all of them bundled: what does not answer as it does else fails. */
const BUNDLING = process.env.BUNDLING !== undefined;

const SIZES = path.join(__dirname, '..', 'compat', BUNDLING ? 'bundled.json' : 'sizes.json');

/** Builds of all applications, a few at a time, in the order of the tests. */
const builds = new Map<string, { readonly done: Promise<BuildResult>; settle(result: BuildResult): void }>(COMPAT_APPS.map(({ name }) => {
  let settle!: (result: BuildResult) => void;
  return [name, { done: new Promise<BuildResult>(resolve => settle = resolve), settle }];
}));

async function buildOneAfterAnother(waiting: CompatApp[]): Promise<void> {
  for (let app = waiting.shift(); app; app = waiting.shift()) {
    const args: Record<string, string> = app.compiles ? { NODE_BUILD_IMAGE: withHeaders(imageOf(app, 'NODE_BUILD_IMAGE')) } : {};
    const options = { ...optionsOf(app), ...BUNDLING ? { bundling: Bundling.esbuild() } : {} };
    const { root } = app;
    builds.get(app.name)!.settle(await buildBeside(() => contextOf(root, options), { args }));
  }
}

/** How many times its committed bytes an image may have: more than that is no chance of a build. */
const MOST = 1.01;

const committed: Record<string, number | BundledSize> = fs.existsSync(SIZES) ? JSON.parse(fs.readFileSync(SIZES, 'utf8')) : {};
const sizes = { ...committed };

beforeAll(() => {
  const waiting = [...COMPAT_APPS];
  for (let i = 0; i < AT_ONCE; i++) void buildOneAfterAnother(waiting);
});

afterAll(async () => {
  await Promise.all([...builds.values()].map(({ done }) => done));
  if (UPDATE) {
    const names = Object.keys(sizes).sort();
    fs.writeFileSync(SIZES, JSON.stringify(Object.fromEntries(names.map(name => [name, sizes[name]])), null, 2) + '\n');
  }
  cleanUp();
});

/** Size of an image in which the application is bundled, and what the build says of it. */
interface BundledSize {
  readonly bytes: number;
  readonly bundled: string;
}

function bytesOf(size: number | BundledSize = 0): number {
  return typeof size === 'number' ? size : size.bytes;
}

function bundledIn(log: string): string {
  return /^#\d+ [\d.]+ ((?:bundled|nothing is bundled).*)$/m.exec(log)?.[1] ?? 'cached, or skipped at synthesis';
}

/** Whether a package is in an image: in `node_modules`, in a store below it, or as an archive of Plug'n'Play. */
function holds(files: readonly string[], name: string): boolean {
  const archive = `app/.yarn/cache/${name.replace('/', '-')}-npm-`;
  return files.some(file => file.startsWith('app/') && (file.includes(`/node_modules/${name}/`) || file.startsWith(archive)));
}

function imageOf({ golden }: CompatApp, argument: string): string {
  return new RegExp(`^FROM \\$\\{${argument}:-(\\S+)\\} AS`, 'm').exec(fs.readFileSync(golden, 'utf8'))![1];
}

test.each(COMPAT_APPS)('$name: builds, passes its gates, starts, answers, stops, and has no development dependencies', async app => {
  const { ok, image, log } = await builds.get(app.name)!.done;
  if (!ok) throw new Error(`the build of ${app.name} failed:\n${log.slice(-6000)}`);
  const container = start(image, { ports: app.port === undefined ? [] : [app.port], env: { ...app.environment } });
  const { status, body } = app.port === undefined
    ? { status: app.status, body: await printed(container, new RegExp(app.log!)) }
    : await answer(container, `${container.url(app.port)}${app.path}`);
  const probed: string[] = [];
  for (const probe of app.probes ?? []) {
    const asked = (probe.path ?? new RegExp(probe.found!).exec(body)?.[1] ?? '/no-address-in-the-page').replaceAll('&amp;', '&');
    const other = await answer(container, `${container.url(app.port!)}${asked}`);
    const right = other.status === 200 && new RegExp(probe.body ?? '').test(other.body) && new RegExp(probe.type ?? '').test(other.type);
    if (!right) probed.push(`${asked}: ${other.status} ${other.type} ${other.body.slice(0, 300)}`);
  }
  const { exitCode } = stop(container);
  const files = filesOf(image);
  const bytes = bytesAbove(imageOf(app, 'NODE_RUNTIME_IMAGE'), image);
  sizes[app.name] = BUNDLING ? { bytes, bundled: bundledIn(log) } : bytes;

  expect(status).toBe(app.status);
  expect(body).toMatch(new RegExp(app.body));
  expect(probed).toEqual([]);
  expect(exitCode).toBe(app.exitCode);
  expect(configOf(image).User).toMatch(/^[1-9][0-9]*:[1-9][0-9]*$/);
  // a package that nothing loads is in no bundle, and not beside it
  if (!BUNDLING) expect(app.production.filter(dependency => !holds(files, dependency))).toEqual([]);
  expect(app.development.filter(dependency => holds(files, dependency))).toEqual([]);
  // UPDATE_GOLDEN=1 writes the bytes anew, for whoever can say what they are for
  if (!UPDATE) expect(bytes).toBeLessThanOrEqual(MOST * bytesOf(committed[app.name]));
});
