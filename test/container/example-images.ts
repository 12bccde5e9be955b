import { answer, configOf, filesOf, start, stop } from './engine';

/** What is expected of the image of an example. */
export interface Expectation {
  readonly port: number;
  /** Whether the application ends with 0 on SIGTERM; without a handler the init's 143. */
  readonly handlesSigterm: boolean;
  /** Packages that are development dependencies, so must not be in the image. */
  readonly developmentModules: readonly string[];
  /** A package that must be in the image. */
  readonly productionModule?: string;
}

export const EXPECTATIONS: Record<string, Expectation> = {
  'lets-chat': { port: 5000, handlesSigterm: false, developmentModules: ['eslint', 'mocha', 'supertest'], productionModule: 'express' },
  'two-stage-demo': { port: 8080, handlesSigterm: true, developmentModules: ['fast-check'] },
  'yarn': { port: 8080, handlesSigterm: true, developmentModules: ['jest', 'typescript'], productionModule: 'fastify' },
  'telescope': { port: 3000, handlesSigterm: true, developmentModules: ['prettier', 'esbuild'], productionModule: 'express' },
  ...Object.fromEntries(['auth', 'feed-discovery', 'image', 'parser', 'posts', 'search', 'status'].map((name, index) => [
    `telescope-${name}`, { port: 7000 + index, handlesSigterm: true, developmentModules: [] },
  ])),
};

/** Runs an image and looks into it: what every image of ours has to do. */
export async function expectWellBehaved(image: string, expectation: Expectation): Promise<void> {
  const { port, handlesSigterm, developmentModules, productionModule } = expectation;
  const container = start(image, { ports: [port] });
  expect((await answer(container, `${container.url(port)}/`)).status).toBe(200);
  expect((await answer(container, `${container.url(port)}/health`)).status).toBe(200);
  const { exitCode, seconds } = stop(container);
  expect(exitCode).toBe(handlesSigterm ? 0 : 143);
  expect(seconds).toBeLessThan(5);

  expect(configOf(image).User).toMatch(/^[1-9][0-9]*:[1-9][0-9]*$/);
  const files = filesOf(image);
  const modules = (name: string) => files.filter(file => file.startsWith(`app/node_modules/${name}/`));
  expect(developmentModules.flatMap(modules)).toEqual([]);
  expect(files.filter(file => /^app\/(.*\/)?(\.git|\.env[^/]*|coverage|tests?|__tests__|[^/]*\.(test|spec)\.[^/]*)(\/|$)/.test(file) && !file.includes('node_modules/'))).toEqual([]);
  if (productionModule) {
    expect(modules(productionModule)).not.toEqual([]);
  }
}
