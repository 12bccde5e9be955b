import * as path from 'path';
import { Build, buildImage, Builder, REPORTS } from '../build/build-image';
import { contentOf } from '../build/image-content';
import { nextChange } from '../build/next-change';
import { showBuild } from '../build/show-build';
import { Command, CommandOption, Context } from '../command';
import { Docker } from '../docker';
import { CommandError, ExitCode, isSpoken } from '../exit-code';
import { imageName } from '../image-name';
import { readImage } from '../read-image';
import { Look } from '../terminal/terminal';

/** Option of every command that builds. */
export const TAG: CommandOption = { name: 'tag', value: 'NAME', text: 'the name of the image; again for more (the package)' };
export const GATE_REPORTS: CommandOption = { name: 'reports', value: 'DIRECTORY', text: 'where logs and reports are left (gate-reports/NAME)' };

export const BUILD: Command = {
  name: 'build',
  summary: 'builds the image with its gates, by the local Docker engine',
  description: 'builds the image with its gates by the local Docker engine. Where a gate fails there is no image, and the exit code is 1.',
  words: ['DIRECTORY'],
  options: [
    TAG,
    { name: 'platform', value: 'OS/ARCH', text: 'such as linux/arm64; again for more (that of the engine)' },
    { name: 'push', text: 'pushes it' },
    { name: 'oci', value: 'FILE', text: 'writes it as an OCI archive' },
    GATE_REPORTS,
    { name: 'no-cache', text: 'runs every step' },
    { name: 'watch', text: 'builds again whenever a file changes, until Ctrl-C' },
  ],
  image: true,
  example: 'cdk-nodejs-image build services/api --tag api:dev',
  async run(context) {
    const { terminal, value, values, has } = context;
    const platforms = values('platform').flatMap(text => text.split(','));
    const many = platforms.length > 1;
    const oci = value('oci');
    if (has('push') && values('tag').length === 0) throw new CommandError('--push needs --tag with the registry, such as --tag registry.example.com/api:1');
    if (many && !has('push') && oci === undefined) throw new CommandError('an image of several platforms goes to a registry by --push, or into a file by --oci FILE');
    if (has('push') && oci !== undefined) throw new CommandError('--push and --oci exclude each other');
    if (has('watch') && (has('push') || oci !== undefined)) throw new CommandError(`--watch builds for this machine: leave out --${has('push') ? 'push' : 'oci'}`);
    const builder = builderOf(context);
    if (has('watch')) return watched(context, () => buildAndShow(context, builder, { platforms, outputs: many ? [] : ['--load'], loaded: !many }));
    const archive = oci !== undefined && (many || !savesOci(builder.docker));
    const outputs = archive ? ['--output', `type=oci,dest=${path.resolve(oci)}`] : many ? ['--push'] : ['--load'];
    const { build, tags, code } = await buildAndShow(context, builder, { platforms, outputs, loaded: outputs[0] === '--load' });
    if (code !== ExitCode.OK) return code;
    const failed = has('push') && !many ? await pushed(builder, tags) : oci !== undefined && !archive ? saved(builder, tags, oci) : undefined;
    if (failed !== undefined) {
      terminal.complain(failed);
      return ExitCode.FAILED;
    }
    const done = [`built in ${Math.round(build.seconds)} s`, ...build.gates.length ? ['its gates passed'] : [], ...has('push') ? ['pushed'] : []];
    terminal.say(terminal.style(Look.GOOD, `${oci ?? tags.join(', ')}: ${done.join(', ')}`));
    return ExitCode.OK;
  },
};

/** Builds at once and after each change. What does not change is cached, so that a changed test runs its gate again and installs nothing. */
async function watched(context: Context, build: () => Promise<Outcome>): Promise<never> {
  const { terminal, value } = context;
  const { directory } = context.image();
  // in a monorepo the root of all of it
  const root = readImage(context.image()).dockerfile.project.installDirectory;
  const reports = path.resolve(value('reports') ?? path.join(REPORTS, imageName(directory)));
  for (;;) {
    const change = nextChange(root, [reports]);
    try {
      await build();
    } catch (error) {
      // a project that is half edited, such as a package.json that is no JSON, is mended by the next change
      if (!isSpoken(error as Error)) throw error;
      terminal.complain(terminal.wrapped((error as Error).message).join('\n'));
    }
    terminal.say(`\nwatching ${path.relative(process.cwd(), root) || '.'}; Ctrl-C ends it`);
    await change;
  }
}

/** With what a command builds, once an engine answers. */
export function builderOf({ terminal, cleanup }: Context): Builder {
  const docker = new Docker(cleanup, process.env);
  docker.requireEngine();
  return { docker, terminal, cleanup };
}

/** How `buildAndShow` builds. */
export interface BuildOutput {
  readonly platforms: readonly string[];
  readonly outputs: readonly string[];
  /** True if the engine has the image then. */
  readonly loaded: boolean;
  /** True if nothing is shown of an image that was built. */
  readonly brief?: boolean;
}

/** Result of `buildAndShow`. */
export interface Outcome {
  readonly build: Build;
  readonly tags: readonly string[];
  readonly code: ExitCode;
}

/** Builds and shows what came of it. */
export async function buildAndShow(context: Context, builder: Builder, { platforms, outputs, loaded, brief }: BuildOutput): Promise<Outcome> {
  const { terminal, values, value, has } = context;
  const options = context.image();
  const name = imageName(options.directory);
  const reports = value('reports') ?? path.join(REPORTS, name);
  const tags = values('tag').length ? values('tag') : [name];
  const build = await buildImage({ options, tags, platforms, reports, noCache: has('no-cache'), outputs }, builder);
  const failed = build.failure !== undefined || build.gates.some(({ passed }) => !passed);
  for (const { id, message } of build.warnings) terminal.say(`${terminal.style(Look.WARNING, id)}\n${terminal.wrapped(message, 2).join('\n')}`);
  if (failed || !brief) {
    const content = failed || !loaded ? undefined : await contentOf(builder.docker, builder.cleanup, tags[0], build.dockerfile);
    if (terminal.live) terminal.say();
    terminal.out(showBuild(build, content, terminal, reports).join('\n').replace(/^\n/, ''));
  }
  if (failed) terminal.complain(terminal.style(Look.BAD, build.failure ? 'there is no image: the build failed' : 'there is no image: a gate failed'));
  return { build, tags, code: failed ? ExitCode.FAILED : ExitCode.OK };
}

/** True if the engine itself builds, which writes no archive while it builds, and saves images as OCI archives. */
function savesOci(docker: Docker): boolean {
  return /^Driver:\s+docker$/m.test(docker.ask('buildx', 'inspect').out);
}

async function pushed({ docker, terminal }: Builder, tags: readonly string[]): Promise<string | undefined> {
  for (const tag of tags) {
    terminal.say(`pushing ${tag}`);
    const { ok, err } = await docker.run(['push', '--quiet', tag]);
    if (!ok) return `cannot push ${tag}: ${err}`;
  }
  return undefined;
}

function saved({ docker }: Builder, tags: readonly string[], file: string): string | undefined {
  const { ok, err } = docker.ask('save', '--output', path.resolve(file), ...tags);
  return ok ? undefined : `cannot write ${file}: ${err}`;
}
