import { InstructionModel } from '../../dockerfile/instruction-model';
import { Gate } from '../../image/index';
import { ReadImage } from '../read-image';
import { Group, GROUPS, FACTS } from './catalogue';
import { locate, Location } from './location';
import { reasonOf } from './stage-reasons';

/** One thing that was decided. */
export interface Item {
  /** Stable: the name of the fact, or of what is decided for the image. */
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly reason: string;
  /** Where it was read: a file with its line where it is known, or in words. */
  readonly source: Location | string;
  /** The prop that overrides it. */
  readonly prop?: string;
}

/** A gate: what it runs, after what, how long it may take, and the prop that decides about it. */
export interface InspectedGate {
  readonly name: string;
  readonly runs: string;
  readonly after: string;
  readonly timeoutSeconds: number;
  readonly prop: string;
}

/** Facts of a project and of the image that is made of it. Its JSON is documented in docs/cli.md: names stay. */
export interface Inspection {
  readonly schema: 1;
  readonly name?: string;
  readonly version?: string;
  readonly directory: string;
  readonly groups: readonly { readonly name: Group; readonly title: string; readonly items: readonly Item[] }[];
  readonly gates: readonly InspectedGate[];
  readonly stages: readonly { readonly name: string; readonly uses: readonly string[]; readonly reason: string }[];
  readonly warnings: readonly { readonly id: string; readonly message: string }[];
}

/** Inspection of an image. Pure, but for the lines of files. */
export function inspectionOf({ dockerfile, facts, warnings }: ReadImage): Inspection {
  const { project, stages } = dockerfile;
  const directories = [project.directory, project.installDirectory];
  const read = facts.flatMap(({ name, value, source, reason }) => {
    const entry = Object.hasOwn(FACTS, name) ? FACTS[name] : { group: 'other' as const, title: spaced(name) };
    const shown = entry?.show?.(value) ?? value;
    const text = shown === '' ? entry?.none : shown;
    return entry === undefined || text === undefined ? [] : [{
      group: entry.group,
      item: {
        name,
        title: entry.title,
        value: text,
        reason,
        source: locate(source, directories) ?? source,
        ...entry.prop === undefined ? {} : { prop: entry.prop },
      },
    }];
  });
  const order = Object.keys(FACTS);
  const rank = (name: string) => order.includes(name) ? order.indexOf(name) : order.length;
  const decided = ofImage(dockerfile);
  // the image overrides what was detected
  const left = read.filter(({ item }) => !decided.some(other => other.item.name === item.name));
  const all = [...left.sort((a, b) => rank(a.item.name) - rank(b.item.name)), ...decided];
  return {
    schema: 1,
    ...project.packageName === undefined ? {} : { name: project.packageName },
    ...project.packageVersion === undefined ? {} : { version: project.packageVersion },
    directory: project.directory,
    groups: (Object.keys(GROUPS) as Group[])
      .map(name => ({ name, title: GROUPS[name], items: all.filter(({ group }) => group === name).map(({ item }) => item) }))
      .filter(({ items }) => items.length > 0),
    gates: dockerfile.gates.map(gate => gateOf(gate, stages)),
    stages: stages.map(({ name, dependencies }) => ({ name, uses: dependencies, reason: reasonOf(name, dockerfile) })),
    warnings: warnings.map(({ id, message }) => ({ id, message })),
  };
}

type Placed = { readonly group: Group; readonly item: Item };

/** Decisions for the image, by props or by default. */
function ofImage({ stages, port, project, healthCheckCommand, init }: ReadImage['dockerfile']): Placed[] {
  const run = stages.filter(({ name }) => name === 'app' || name === 'release').flatMap(({ instructions }) => instructions.map(({ _model }) => _model));
  const last = <K extends InstructionModel['kind']>(kind: K, keyword?: string) => run.filter((model): model is Extract<InstructionModel, { kind: K }> =>
    model.kind === kind && (keyword === undefined || (model as { keyword?: string }).keyword === keyword)).pop();
  const runtime = stages.find(({ name }) => name === 'app') ?? stages[stages.length - 1];
  const image = runtime.from._model.image ?? runtime.from._model.name;
  const command = [...last('exec', 'ENTRYPOINT')?.argv ?? [], ...last('exec', 'CMD')?.argv ?? []].filter(word => word !== '/init');
  const read = project.facts.find(({ name }) => name === 'startCommand')?.value;
  const environment = run.flatMap(model => model.kind === 'pairs' && model.keyword === 'ENV' ? model.pairs : []);
  const item = (group: Group, name: string, title: string, value: string, reason: string, prop: string): Placed =>
    ({ group, item: { name, title, value, reason, source: 'the image', prop } });
  return [
    item('runtime', 'baseImage', 'runs on', image, 'what the release starts from', 'baseImage'),
    ...command.join(' ') === read ? [] : [item('start', 'startCommand', 'command', command.join(' '), 'what the container runs', 'command')],
    item('start', 'user', 'user', last('word', 'USER')?.value ?? 'of the base image', 'it cannot change the application', 'user'),
    item('start', 'init', 'signals', init ? 'by an init' : 'the application alone', init ? 'it stops at once on SIGTERM, whether it handles it or not' : 'it has to handle SIGTERM itself', 'init'),
    item('start', 'environment', 'environment', environment.map(([name, value]) => `${name}=${value}`).join(' '), 'variables of the container', 'environment'),
    ...port === project.port ? [] : [item('network', 'port', 'port', String(port), 'as the prop says', 'port')],
    item('network', 'healthCheck', 'health', healthOf(healthCheckCommand), healthCheckCommand ? 'the container is asked by Node.js itself' : 'a check needs a port, or a command', 'healthCheck'),
  ];
}

function healthOf(command: readonly string[] | undefined): string {
  if (command === undefined) return 'no check';
  const [, , script = ''] = command;
  const path = /\)\+"([^"]*)"\)/.exec(script)?.[1];
  if (path !== undefined) return `GET ${path}`;
  return script.startsWith('require("net")') ? 'whether the port accepts connections' : command.join(' ');
}

function gateOf(gate: Gate, stages: ReadImage['dockerfile']['stages']): Inspection['gates'][number] {
  const stage = stages.find(({ name }) => name === `gate-${gate.name}`);
  const steps = gate._steps.map(({ script, command }) => script === undefined ? (command ?? []).join(' ') : `script ${script}`);
  const isStart = stage?.dependencies.includes('app') === true;
  return {
    name: gate.name,
    runs: isStart ? 'the finished image, as it will run' : steps.join(', then '),
    after: isStart ? 'the image' : stage?.dependencies.includes('build') ? 'the build' : 'the install',
    timeoutSeconds: gate._timeoutSeconds,
    prop: isStart ? 'startGate' : 'gates',
  };
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}
