import * as fs from 'fs';
import * as path from 'path';
import { cleanUp, copyOf, docker, temporaryDirectory } from '../container/engine';
import { EXPECTATIONS, expectWellBehaved } from '../container/example-images';
import { deploy, imageTags, removeImages, REPOSITORY, ROOT, tagsInRegistry } from './cdk';

/** The examples of which one test is broken, with the gate that has to say so. */
const BROKEN: Record<string, string> = { 'lets-chat': 'verify', 'two-stage-demo': 'test', 'yarn': 'test', 'telescope': 'test' };

/**
 * The stacks that the emulator takes. Of the others it cannot take:
 * - Fargate and CloudBuild: its CloudFormation names a repository in a way that its ECR refuses, and has no CodeBuild projects;
 * - Lambda: the same, and its image takes the adapter from a registry that tests have no way to;
 * - Batch: such a stack is deployed, but can then be neither listed nor deleted;
 * - Express and Eks: it knows neither that service nor the cluster of another stack.
 * The images and the deliveries of these are tested by lambda.container.ts and batch.container.ts in test/container, and by deliveries.deploy.ts.
 */
const DEPLOYED = ['LetsChat', 'TwoStageDemo', 'Yarn', 'Telescope', 'TelescopeServices', 'AppRunner'];

const assemblies: string[] = [];

/** A directory for an assembly whose images are removed after the tests. */
function newAssembly(): string {
  const assembly = temporaryDirectory();
  assemblies.push(assembly);
  return assembly;
}

afterAll(() => {
  assemblies.forEach(removeImages);
  cleanUp();
});

describe('cdk deploy of the examples', () => {
  const assembly = newAssembly();
  let tags: Record<string, string>;

  beforeAll(() => {
    const { status, log } = deploy('npx tsx --tsconfig examples/tsconfig.json examples/app.ts', assembly, DEPLOYED);
    if (status !== 0) {
      throw new Error(`cdk deploy failed:\n${log.slice(-8000)}`);
    }
    tags = Object.fromEntries(Object.entries(imageTags(assembly)).map(([name, tag]) => [path.basename(path.dirname(name)), tag]));
  });

  test.each(Object.entries(EXPECTATIONS))('%s is in the registry, runs and is lean', async (name, expectation) => {
    const tag = tags[name.replace('telescope-', '')];
    expect(await tagsInRegistry(REPOSITORY)).toContain(tag);
    const image = `${process.env.ECR_HOST}/${REPOSITORY}:${tag}`;
    docker('pull', '--quiet', image);
    await expectWellBehaved(image, expectation);
  });

  test('the image for App Runner is in the registry', async () => {
    expect(await tagsInRegistry(REPOSITORY)).toContain(tags.Api);
  });
});

describe.each(Object.entries(BROKEN))('given one broken test in %s', (name, gate) => {
  test('cdk deploy fails, says which gate, and nothing is pushed', async () => {
    const directory = copyOf(path.join(ROOT, 'examples', name));
    const expected = path.join(directory, 'test', 'expected.json');
    fs.writeFileSync(expected, fs.readFileSync(expected, 'utf8').replace('"health": "ok"', '"health": "broken"'));
    const app = path.join(temporaryDirectory(), 'app.ts');
    const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    fs.writeFileSync(app, [
      `import { App, Stack } from ${JSON.stringify(path.join(ROOT, 'node_modules', 'aws-cdk-lib'))};`,
      `import { NodejsImageAsset } from ${JSON.stringify(path.join(ROOT, 'lib', 'index.ts'))};`,
      `import { ${camel} } from ${JSON.stringify(path.join(ROOT, 'examples', `${name}.ts`))};`,
      'const app = new App();',
      `new NodejsImageAsset(new Stack(app, 'Broken'), 'Image', { ...${camel}, directory: ${JSON.stringify(directory)} });`,
      'app.synth();',
    ].join('\n'));
    const assembly = newAssembly();

    const { status, log } = deploy(`npx tsx --tsconfig ${path.join(ROOT, 'examples', 'tsconfig.json')} ${app}`, assembly);

    expect(status).not.toBe(0);
    expect(log).toMatch(new RegExp(`\\[gate ${gate}\\] step \\d of \\d, .* failed, exit code [1-9]`));
    const [tag] = Object.values(imageTags(assembly));
    expect(tag).toMatch(/^[0-9a-f]{64}$/);
    expect(await tagsInRegistry(REPOSITORY)).not.toContain(tag);
  });
});
