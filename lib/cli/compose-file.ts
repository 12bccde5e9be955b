import { stringify } from 'yaml';
import { Dockerfile, Stage } from '../dockerfile/index';
import { ContextFile, NodejsDockerfile } from '../image/index';
import { WORKDIR } from '../image/paths';
import { inPlace, inPlacePath } from './dockerfile/in-place';
import { CommandError } from './exit-code';

/** Scripts by which applications are developed, the most telling first. */
const SCRIPTS = ['dev', 'start:dev', 'develop', 'watch:dev'];

/** The stage with everything that is installed, which development starts from. */
const STAGE = 'deps';

/** A compose.yaml, and what it needs beside it. */
export interface ComposeFile {
  readonly text: string;
  /** The programs that installing runs, by their paths in the build context. */
  readonly programs: readonly ContextFile[];
}

/**
 * A compose.yaml for development: the dependencies are those of the image, the sources are those on disk, and what runs
 * starts again when they change.
 *
 * @param script the script that runs, where it is not one of those that are known
 */
export function composeFile(dockerfile: NodejsDockerfile, script: string | undefined, service: string): ComposeFile {
  const { project, stages, port } = dockerfile;
  const { workspace, packageManager } = project;
  const directories = packageManager._definition.productionTree.filter(item => /^node_modules\/?$/.test(item));
  if (directories.length === 0) {
    throw new CommandError(`${packageManager._definition.title} installs into no node_modules here, so that sources cannot be mounted beside what is installed: `
      + 'develop without a container');
  }
  const packages = ['', ...workspace?.packages.map(({ path }) => path) ?? project.rootMembers];
  const modules = packages.map(path => [WORKDIR, ...path === '' ? [] : [path], 'node_modules'].join('/'));
  const install = new Dockerfile({ stages: upTo(STAGE, inPlace(stages)) }).render();
  const compose = stringify({
    services: {
      [service]: {
        build: { context: '.', dockerfile_inline: install },
        working_dir: workspace ? `${WORKDIR}/${workspace.path}` : WORKDIR,
        command: commandOf(dockerfile, script),
        environment: { NODE_ENV: 'development', ...port === undefined ? {} : { PORT: String(port) } },
        ...port === undefined ? {} : { ports: [`127.0.0.1:${port}:${port}`] },
        init: true,
        // what is installed on disk may be of another system: the container has its own
        volumes: [`.:${WORKDIR}`, ...modules],
      },
    },
  }, { lineWidth: 0, blockQuote: 'literal' }).replaceAll('$', '$$$$');
  const text = [
    '# for development, made by cdk-nodejs-image compose: sources are mounted, what runs starts again when they change',
    '# docker compose up --build --renew-anon-volumes',
    compose,
  ].join('\n');
  const programs = dockerfile.contextFiles.map(file => ({ ...file, path: inPlacePath(file.path) })).filter(({ path }) => install.includes(path));
  return { text, programs };
}

/** A stage with those that it uses. */
function upTo(name: string, stages: readonly Stage[]): Stage[] {
  const needed = new Set([name]);
  for (const stage of [...stages].reverse()) {
    if (needed.has(stage.name)) stage.dependencies.forEach(dependency => needed.add(dependency));
  }
  return stages.filter(stage => needed.has(stage.name));
}

function commandOf({ project }: NodejsDockerfile, asked: string | undefined): string[] {
  const { scripts, packageManager, startCommand, buildScript } = project;
  if (asked !== undefined && !Object.hasOwn(scripts, asked)) {
    throw new CommandError(`there is no script ${JSON.stringify(asked)}; there are ${Object.keys(scripts).join(', ') || 'none'}`);
  }
  const script = asked ?? SCRIPTS.find(name => Object.hasOwn(scripts, name));
  if (script !== undefined) return packageManager.run(script);
  const { argv = [], shell } = startCommand ?? {};
  // what is built is not what is edited
  if (argv[0] === 'node' && shell !== true && buildScript === undefined) return ['node', '--watch', ...argv.slice(1)];
  throw new CommandError(`there is no script ${SCRIPTS.slice(0, 2).join(' or ')}, and what starts is ${buildScript === undefined ? 'no file of Node.js' : 'built'}: `
    + 'say by --script which script runs it in development');
}
