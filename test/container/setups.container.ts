import * as os from 'os';
import * as path from 'path';
import { ALL_SETUPS, Setup, synthesizeSetup } from '../compat/setups';
import { answer, buildBeside, BuildResult, cleanUp, configOf, printed, start, temporaryDirectory } from './engine';

/** Those of which there is an image, or a build that fails. */
const BUILT = ALL_SETUPS.filter(({ answers, prints, fails }) => [answers, prints, fails].some(expected => expected !== undefined));

/** Builds of all of them, a few at a time, in the order of the tests. */
const builds = new Map<string, { readonly done: Promise<BuildResult>; settle(result: BuildResult): void }>(BUILT.map(({ name }) => {
  let settle!: (result: BuildResult) => void;
  return [name, { done: new Promise<BuildResult>(resolve => settle = resolve), settle }];
}));

async function buildOneAfterAnother(waiting: Setup[]): Promise<void> {
  for (let setup = waiting.shift(); setup; setup = waiting.shift()) {
    const current = setup;
    const context = () => synthesizeSetup(current, path.join(temporaryDirectory(), 'app'), temporaryDirectory()).context.directory;
    builds.get(current.name)!.settle(await buildBeside(context));
  }
}

beforeAll(() => {
  const waiting = [...BUILT];
  for (let i = 0; i < Math.max(2, os.availableParallelism()); i++) void buildOneAfterAnother(waiting);
});

afterAll(async () => {
  await Promise.all([...builds.values()].map(({ done }) => done));
  cleanUp();
});

test.each(BUILT)('$name: $what', async ({ name, answers, prints, fails }) => {
  const { ok, image, log } = await builds.get(name)!.done;
  if (fails !== undefined) {
    expect(ok).toBe(false);
    expect(log).toMatch(new RegExp(fails));
    return;
  }
  if (!ok) throw new Error(`the build of ${name} failed:\n${log.slice(-6000)}`);
  // where the image does not say, it is the one that all of them take without PORT
  const port = Number(Object.keys(configOf(image).ExposedPorts ?? {})[0]?.split('/')[0] ?? 3000);
  const container = start(image, { ports: prints === undefined ? [port] : [] });
  const said = prints === undefined ? (await answer(container, `${container.url(port)}/`)).body : await printed(container, new RegExp(prints));
  expect(said).toMatch(new RegExp(answers ?? prints!));
});
