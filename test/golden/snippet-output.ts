import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import * as ts from 'typescript';
import * as library from '../../lib';
import { moduleOf, SnippetKind, snippetKind } from '../snippets';
import { temporaryDirectory } from '../temporary';
import { templateText } from './projection/template-text';

const load = createRequire(__filename);
const ROOT = path.join(__dirname, '..', '..');
const TWO_STAGE_DEMO = path.join(ROOT, 'examples', 'two-stage-demo');

/** What stands for a value that a page declares and does not make, by its type. */
const DECLARED: { readonly [type: string]: (stack: Stack) => unknown } = {
  Stack: stack => stack,
  Repository: stack => new Repository(stack, 'Images'),
  Key: stack => new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY }),
  PipelineSource: () => library.PipelineSource.gitHub('team/api', { connectionArn: 'arn:aws:codeconnections:eu-central-1:111122223333:connection/0f0e0d0c-0000-4000-8000-000000000000' }),
  FargateService: stack => {
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }) });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('App', { image: ecs.ContainerImage.fromRegistry('app') });
    return new ecs.FargateService(stack, 'Service', { cluster, taskDefinition });
  },
};

/** The directories that pages name: a service with the scripts and dependencies that they name. */
function projects(): string {
  const directory = temporaryDirectory();
  for (const name of ['services/api', 'services/web']) {
    const target = path.join(directory, name);
    fs.cpSync(TWO_STAGE_DEMO, target, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
    const change = (file: string, edit: (content: any) => void) => {
      const content = JSON.parse(fs.readFileSync(path.join(target, file), 'utf8'));
      edit(content);
      fs.writeFileSync(path.join(target, file), JSON.stringify(content, undefined, 2));
    };
    const dependencies = { esbuild: '0.28.2', bcrypt: '6.0.0' };
    change('package.json', manifest => {
      Object.assign(manifest.scripts, { 'build': 'node build.js', 'lint': 'eslint .', 'setup': 'node setup.js', 'test:integration': 'node --test integration' });
      Object.assign(manifest.dependencies, dependencies);
    });
    change('package-lock.json', ({ packages }) => {
      Object.assign(packages[''].dependencies, dependencies);
      for (const [dependency, version] of Object.entries(dependencies)) packages[`node_modules/${dependency}`] = { version, hasInstallScript: true };
    });
  }
  fs.symlinkSync(path.join(ROOT, 'examples'), path.join(directory, 'examples'));
  return directory;
}

/** Runs something where the directories of pages are, and nothing is synthesized into `cdk.out`. */
function among<T>(action: () => T): T {
  const [before, outdir] = [process.cwd(), process.env.CDK_OUTDIR];
  process.chdir(projects());
  process.env.CDK_OUTDIR = temporaryDirectory();
  try {
    return action();
  } finally {
    process.chdir(before);
    if (outdir === undefined) delete process.env.CDK_OUTDIR;
    else process.env.CDK_OUTDIR = outdir;
  }
}

/** Runs the TypeScript of a page and gives its stack: that which it makes, or one with what it makes. */
function stackOf(text: string): Stack {
  const last = /^const (\w+) = (?![^]*^const )/m.exec(text)?.[1];
  const made = snippetKind(text) === SnippetKind.MODULE && last !== undefined ? `\nexport const LAST = ${last};\n` : '';
  const apps = /\bnew App\(/.test(text) ? '\nexport const APP = app;\n' : '';
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const declared = [...text.matchAll(/^declare const (\w+): (\w+);$/gm)].map(([, name, type]) => [name, DECLARED[type](stack)]);
  const { outputText } = ts.transpileModule(`${moduleOf(text)}${made}${apps}`, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported: { [name: string]: any } = {};
  new Function('require', 'exports', ...declared.map(([name]) => name as string), outputText)(
    (name: string) => name === 'cdk-nodejs-image' ? library : load(name), exported, ...declared.map(([, value]) => value));
  exported.build?.call(stack);
  const image = (props: Partial<library.NodejsImageOptions>) => new library.NodejsImageAsset(stack, 'Image', { directory: 'services/api', ...props });
  if (exported.props) image(exported.props);
  if (exported.LAST instanceof library.Gate) image({ gates: [exported.LAST] });
  if (exported.LAST instanceof library.Service) image({ gates: [library.Gate.script('test', { services: [exported.LAST] })] });
  return exported.APP ? exported.APP.node.children.filter(Stack.isStack).at(-1) : stack;
}

/** Stages of the image of a snippet: `deps,gate-test` of the only one, or `Quiet/deps,gate-test` of the construct of that name. */
export function stagesOf(text: string, wanted: string): string {
  return among(() => {
    const [construct, names] = wanted.includes('/') ? wanted.split('/') : [undefined, wanted];
    const { directory } = (stackOf(text).node.root as App).synth();
    // of those that this machine builds there is a list by their paths; what CodeBuild builds is a directory alone
    const list = path.join(directory, 'gate-reports.json');
    const images: { path: string; context: string }[] = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')).images
      : fs.readdirSync(directory).filter(name => name.startsWith('node-image-')).map(name => ({ path: name, context: name }));
    const found = images.filter(image => construct === undefined || image.path.split('/').includes(construct));
    if (found.length !== 1) throw new Error(`the snippet has the images ${images.map(image => image.path).join(', ')}: name one before the stages, as "Api/deps"`);
    const dockerfile = fs.readFileSync(path.join(directory, found[0].context, 'Dockerfile'), 'utf8');
    const blocks = dockerfile.split(/\n\n/);
    return names.split(',').map(name => {
      const block = blocks.find(item => new RegExp(`^FROM .* AS ${name}$`, 'm').test(item));
      if (block === undefined) throw new Error(`there is no stage ${name}`);
      return block.trimEnd();
    }).join('\n\n');
  });
}

/** Resources of the stack of a snippet, as golden files have them, whose headings fit a pattern. */
export function resourcesOf(text: string, pattern: string): string {
  return among(() => {
    const blocks = templateText(Template.fromStack(stackOf(text)).toJSON()).trimEnd().split('\n\n').filter(block => new RegExp(pattern).test(block.split('\n')[0]));
    if (blocks.length === 0) throw new Error(`there is no resource ${pattern}`);
    return blocks.join('\n\n');
  });
}

/** The error by which the synthesis of a snippet ends, or its warnings and errors. */
export function messagesOf(text: string): string {
  return among(() => {
    try {
      const { stacks } = (stackOf(text).node.root as App).synth();
      return stacks.flatMap(({ messages }) => messages.map(({ level, id, entry }) => `[${level} at ${id}] ${String(entry.data)}`)).join('\n\n');
    } catch (error) {
      return (error as Error).message;
    }
  });
}
