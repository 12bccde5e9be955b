import * as fs from 'fs';
import * as path from 'path';
import { BaseImage } from '../../image/index';
import { NodejsVersion } from '../../project/index';
import { Command, Context } from '../command';
import { Docker } from '../docker';
import { CommandError, ExitCode } from '../exit-code';
import { readAssembly, SynthesizedStack } from '../rehearse/assembly/assembly';
import { projectsOf, runsOf, RunsOfStack } from '../rehearse/assembly/runs';
import { startEndpoint } from '../rehearse/aws/endpoint';
import { Keys } from '../rehearse/aws/keys';
import { Objects } from '../rehearse/aws/objects';
import { Tables } from '../rehearse/aws/tables';
import { Given, Machine, requirePrograms, requireSecrets } from '../rehearse/builds/machine';
import { ActionResult, MARK } from '../rehearse/builds/result';
import { BuildRunner } from '../rehearse/builds/run-build';
import { breakTest, copySources } from '../rehearse/builds/sources';
import { isFault, requireFault } from '../rehearse/fault';
import { startNetwork } from '../rehearse/registry/network';
import { RehearsalRegistry } from '../rehearse/registry/registry';
import { Rehearsal } from '../rehearse/rehearsal';
import { ecrHostsOf, imageDirectoriesOf, immutableOf, keySpecOf } from '../rehearse/stack-facts';
import { brief, exitCodeOf, isBuilt, leftOut, showFailure, showReleases, showResults } from '../rehearse/summary';
import { Look } from '../terminal/terminal';

export const REHEARSE: Command = {
  name: 'rehearse',
  summary: 'runs a synthesized pipeline on this machine, before it is deployed',
  description: 'runs the pipelines and projects of a stack in cdk.out, their buildspecs as they are, by the local Docker engine and a registry that is gone afterwards. '
    + 'Exit code 1 where the pipeline would fail, 4 where something could not be rehearsed.',
  words: ['STACK'],
  options: [
    { name: 'app', value: 'DIRECTORY', text: 'what cdk synth wrote (cdk.out)' },
    { name: 'source', value: 'DIRECTORY', text: 'root of the repository that is pushed (.)' },
    { name: 'platform', value: 'OS/ARCH', text: 'the only one to build; again for more (all the engine can)' },
    { name: 'fault', value: 'FAULT', text: 'breaks test, registry or push, which has to fail' },
    { name: 'partial', text: 'exit code 0 though something was not rehearsed' },
    { name: 'logs', value: 'DIRECTORY', text: 'where the log of each build is left' },
    { name: 'node-image', value: 'IMAGE', text: 'image with Node.js, in which the registry runs' },
  ],
  image: false,
  example: 'cdk-nodejs-image rehearse Pipeline --source .',
  async run(context) {
    const { terminal, cleanup, words, value, has, values } = context;
    const fault = requireFault(value('fault'));
    const { stack, found, stacks } = chosen(path.resolve(value('app') ?? 'cdk.out'), words[0]);
    const { account, region, template, assets } = stack;
    const projects = found.runs.flatMap(projectsOf);
    const source = path.resolve(value('source') ?? '.');
    if (!fs.existsSync(source)) throw new CommandError(`there is no directory ${source}`);
    const platforms = requirePlatforms(values('platform'));
    requireSecrets(givenIn(found), process.env);
    requirePrograms(process.env);
    const docker = new Docker(cleanup, process.env);
    docker.requireEngine();
    const directory = cleanup.temporaryDirectory();
    const sources = copySources(source, path.join(directory, 'sources'));
    if (fault === 'test') terminal.say(`--fault test breaks ${breakTest(sources.directory, imageDirectoriesOf(stack, projects))}`);
    const registry = await RehearsalRegistry.start(docker, cleanup, value('node-image') ?? nodeImage(), line => terminal.say(line));
    await registry.arrange(immutableOf(stacks.map(one => one.template)), isFault(fault) ? fault : undefined);
    const network = await startNetwork(registry.address, ecrHostsOf(stack), cleanup);
    const began = Date.now();
    const [objects, tables] = [new Objects(assets), new Tables()];
    const endpoint = await startEndpoint({ objects, tables, keys: new Keys(keySpecOf(template)), began }, cleanup);
    const builder = docker.ask('context', 'show').out || 'default';
    const machine = new Machine({ environment: process.env, directory, registry: registry.address, builder, endpoint, ...network, account, region });
    const runner = new BuildRunner(machine, directory, cleanup);
    const builds = platformsOf(docker, builder, platforms);
    const all: ActionResult[] = [];
    for (const run of found.runs) {
      const results = await new Rehearsal(run, { runner, sources, account, region, builds, tables, objects, ...progress(context) }).results();
      if (value('logs') !== undefined) writeLogs(path.resolve(value('logs')!, ...found.runs.length > 1 ? [run.name] : []), results);
      terminal.clear();
      showResults(terminal, `${run.name}, of the stack ${stack.displayName}`, results);
      results.filter(({ kind }) => kind === 'failed').forEach(result => showFailure(terminal, result));
      all.push(...results);
    }
    showReleases(terminal, await registry.look());
    found.others.forEach(({ name, reason }) => terminal.wrapped(`${name} is not run: ${reason}`).forEach(line => terminal.say(line)));
    return conclude(context, all, exitCodeOf(all, has('partial')));
  },
};

/** A stack of an app, with what of it is rehearsed. */
interface Chosen {
  readonly stack: SynthesizedStack;
  readonly found: RunsOfStack;
  /** All stacks of the app. */
  readonly stacks: readonly SynthesizedStack[];
}

/** The stack that is named, or the one that has something to rehearse. */
function chosen(app: string, name: string | undefined): Chosen {
  const all = readAssembly(app);
  const stacks = all.map(stack => ({ stack, found: runsOf(stack), stacks: all }));
  const rehearsed = stacks.filter(({ found }) => found.runs.length > 0);
  const names = rehearsed.map(({ stack }) => stack.displayName).join(', ') || 'none';
  if (name === undefined) {
    if (rehearsed.length === 1) return rehearsed[0];
    throw new CommandError(rehearsed.length === 0 ? `no stack in ${app} has a pipeline of this library, or a project that a push starts` : `name the stack: ${names}`);
  }
  const named = stacks.find(({ stack }) => stack.displayName === name);
  if (!named) throw new CommandError(`there is no stack ${JSON.stringify(name)} in ${app}; stacks with something to rehearse: ${names}`);
  if (named.found.runs.length === 0) throw new CommandError(`the stack ${name} has no pipeline of this library, and no project that a push starts; stacks that have: ${names}`);
  return named;
}

function requirePlatforms(named: readonly string[]): readonly string[] {
  const platforms = named.flatMap(text => text.split(','));
  const wrong = platforms.find(platform => !/^[a-z]+\/[a-z0-9]+(\/v\d+)?$/.test(platform));
  if (wrong !== undefined) throw new CommandError(`--platform takes a platform such as linux/arm64, received ${JSON.stringify(wrong)}`);
  return platforms;
}

/** Platforms that the engine builds, or those of them that are named. */
function platformsOf(docker: Docker, builder: string, wanted: readonly string[]): (platform: string) => boolean {
  const told = /^Platforms:\s*(.*)$/m.exec(docker.ask('buildx', 'inspect', builder).out)?.[1] ?? '';
  const able = told.split(',').map(text => text.trim().replace(/\*$/, ''));
  return platform => able.includes(platform) && (wanted.length === 0 || wanted.includes(platform));
}

function nodeImage(): string {
  return BaseImage.debianSlim()._resolve(NodejsVersion.V24, false).runtimeImage;
}

/** Words shown while it runs: those of steps, a notice that many give once, and in a terminal the last line of all else. */
function progress({ terminal }: Context): Pick<ConstructorParameters<typeof Rehearsal>[1], 'onStart' | 'onText'> {
  const notices = new Set<string>();
  const say = (line: string) => {
    if (notices.has(line)) return;
    if (line.startsWith('notice: ')) notices.add(line);
    terminal.wrapped(brief(line), 2).forEach(part => terminal.say(part));
  };
  let rest = '';
  return {
    onStart: label => terminal.say(terminal.style(Look.NAME, label)),
    onText: text => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (line.startsWith(MARK)) say(line.slice(MARK.length));
        else if (line.trim() !== '') terminal.now(`  ${line}`);
      }
    },
  };
}

/** Projects and images whose builds are given variables. */
function givenIn({ runs }: RunsOfStack): Given[] {
  return [...runs.flatMap(projectsOf), ...runs.flatMap(({ stages }) => stages.flat().flatMap(({ machine }) => machine?.images ?? []))];
}

function writeLogs(directory: string, results: readonly ActionResult[]): void {
  fs.mkdirSync(directory, { recursive: true });
  const write = (words: readonly (string | undefined)[], log: string | undefined) => {
    const name = words.filter(word => word !== undefined).join('-').replace(/[^\w.-]+/g, '-');
    if (log !== undefined) fs.writeFileSync(path.join(directory, `${name}.log`), log);
  };
  for (const { action: { stage, name }, log, parts = [] } of results) {
    write([stage, name], log);
    parts.forEach(part => write([stage, name, part.image, part.name], part.log));
  }
}

function conclude({ terminal }: Context, results: readonly ActionResult[], code: ExitCode): ExitCode {
  const missing = leftOut(results);
  const but = missing.length ? `; not rehearsed: ${missing.join(', ')}` : '';
  if (code === ExitCode.FAILED) terminal.complain(terminal.style(Look.BAD, 'the pipeline would fail'));
  else terminal.wrapped(`${results.some(isBuilt) ? 'what was rehearsed passed' : 'nothing was rehearsed'}${but}`).forEach(line => terminal.say(terminal.style(missing.length ? Look.WARNING : Look.GOOD, line)));
  return code;
}
