import { joinInside } from '../files/relative-path';
import { scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { argumentsOf, Invocation, invocationOf, programOf } from '../scripts/invocation';
import { parseManagerCall, parseScriptList } from '../scripts/manager-call';
import { unwrap } from '../scripts/wrappers';
import { CommandList, commandTree, Pipeline, SimpleCommand } from '../text/shell/command-tree';
import { applySet, failureExits, Loss, lostInItem, lostInList, lostInPipeline, ShellOptions } from './lost-failures';
import { runnerCall } from './test-runners';
import { isWatcher } from './watching';

/** A text that a shell runs, in the words of a message: `the script "test" (jest)`. */
export interface Written {
  readonly text: string;
  readonly title: string;
}

/** A program that a script runs in the end. */
export interface ReachedCommand {
  readonly invocation: Invocation;
  readonly text: string;
  readonly written: Written;
  /** Where its failure is lost, undefined if the exit code says it. */
  readonly lost?: Loss & { readonly written: Written };
}

/** A place in a script. */
interface Place {
  readonly written: Written;
  directory: string | undefined;
  readonly options: ShellOptions;
  readonly lost: ReachedCommand['lost'];
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh']);

/** Follows scripts through all those that they call, and says of each program whether its failure is seen. */
export class CommandWalk {
  private readonly seen = new Set<string>();

  constructor(private readonly packages: Packages) {}

  /** Commands that a script of a package runs, with the scripts that go before and after it. */
  public script(name: string, directory = '', lost: ReachedCommand['lost'] = undefined): ReachedCommand[] {
    const manifest = this.packages.at(directory);
    const key = `${directory}:${name}`;
    if (!manifest || this.seen.has(key)) return [];
    this.seen.add(key);
    return [`pre${name}`, name, `post${name}`].flatMap(script => {
      const text = scriptOf(manifest, script);
      return text === undefined ? [] : this.text({ text, title: titleOf(`the script ${JSON.stringify(script)}`, text) }, directory, lost);
    });
  }

  /** Commands that a text runs. */
  public text(written: Written, directory: string | undefined, lost: ReachedCommand['lost'] = undefined, options: Partial<ShellOptions> = {}): ReachedCommand[] {
    const tree = commandTree(written.text);
    return tree === undefined ? [] : this.list(tree, { written, directory, lost, options: { errexit: false, pipefail: false, ...options } });
  }

  private list(list: CommandList, place: Place): ReachedCommand[] {
    return list.items.flatMap((item, index) => {
      return item.pipelines.flatMap((pipeline, at) => {
        const inList = failureExits(item, at) ? { ...place } : withLoss(place, lostInList(list, index, place.options));
        const inItem = withLoss(inList, lostInItem(item, at, command => runnerCall(unwrap(invocationOf(command))) !== undefined));
        const reached = this.pipeline(pipeline, inItem);
        // what `cd` changed holds for what follows
        place.directory = inItem.directory;
        return reached;
      });
    });
  }

  private pipeline(pipeline: Pipeline, place: Place): ReachedCommand[] {
    return pipeline.elements.flatMap((element, index) => {
      const there = withLoss(place, lostInPipeline(pipeline, index, place.options));
      if (!('words' in element)) return this.list(element, { ...there });
      const reached = this.command(element, there);
      place.directory = there.directory;
      return reached;
    });
  }

  private command(command: SimpleCommand, place: Place): ReachedCommand[] {
    applySet(command, place.options);
    const invocation = unwrap(invocationOf(command));
    const program = programOf(invocation);
    const args = argumentsOf(invocation);
    const { directory, lost, written } = place;
    if (program === 'cd') {
      place.directory = directory === undefined || args[0] === undefined ? undefined : joinInside(directory, args[0]);
      return [];
    }
    if (invocation.line !== undefined) {
      // of `sh -ec`, whose words are taken off like those of any wrapper
      const errexit = invocation.through.some(name => SHELLS.has(name)) && argumentsOf(invocationOf(command)).some(word => /^-[a-z]*e[a-z]*c$/.test(word));
      return this.text({ ...written, text: invocation.line }, directory, lost, { errexit });
    }
    const inner = SHELLS.has(program ?? '') ? args.findIndex(word => /^-[a-z]*c$/.test(word)) : -1;
    if (inner !== -1 && args[inner + 1] !== undefined) {
      return this.text({ ...written, text: args[inner + 1] }, directory, lost, { errexit: args.some(word => /^-[a-z]*e/.test(word)), pipefail: args.includes('pipefail') });
    }
    const called = this.called(invocation, place);
    if (called === undefined) return [{ invocation, text: command.text, written, lost }];
    return isWatcher(invocation) ? [{ invocation: invocationOf(command), text: command.text, written, lost }, ...called] : called;
  }

  private called(invocation: Invocation, { directory, lost }: Place): ReachedCommand[] | undefined {
    const call = parseManagerCall(invocation);
    const there = call?.directory === undefined || directory === undefined ? directory : joinInside(directory, call.directory);
    const manifest = there === undefined ? undefined : this.packages.at(there);
    if (call?.kind === 'run' && manifest && scriptOf(manifest, call.script) !== undefined) return this.script(call.script, there!, lost);
    const own = directory === undefined ? undefined : this.packages.at(directory);
    const list = own && parseScriptList(invocation, Object.keys(own.scripts));
    return list && [
      ...list.scripts.flatMap(name => this.script(name, directory!, lost)),
      ...list.texts.flatMap(text => this.text({ text, title: JSON.stringify(text) }, directory, lost)),
    ];
  }
}

/** A text in the words of a message, no longer than can be read. */
export function titleOf(subject: string, text: string): string {
  return `${subject} (${text.length > 120 ? `${text.slice(0, 120)}...` : text})`;
}

function withLoss(place: Place, loss: Loss | undefined): Place {
  return { ...place, lost: place.lost ?? (loss && { ...loss, written: place.written }) };
}
