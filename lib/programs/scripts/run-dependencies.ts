import { rmSync } from 'fs';
import { cpus } from 'os';
import { Installed, LIFECYCLE, scriptsOf } from './installed';
import { Order } from './order';
import { Ended, run, runScript } from './run-script';

/** Handles a failure of a script. */
function failed(order: Order, item: Installed, event: string, output: string): void {
  if (!order.isOptional(item)) throw new Error(`${output}the script ${event} of ${item.name} failed`);
  console.log(`the script ${event} of ${item.name} failed, and it is optional: it is left out`);
  order.withDependents(item).forEach(({ directory }) => rmSync(directory, { recursive: true, force: true }));
}

/** Lets npm run the scripts of dependencies. What is required may not fail. */
export async function runByNpm(order: Order, options: readonly string[], runs: (item: Installed) => boolean = () => true): Promise<void> {
  const building = order.packages.filter(item => runs(item) && scriptsOf(item, item.linked ? [...LIFECYCLE, 'prepare'] : LIFECYCLE).length > 0);
  if (building.length === 0) return;
  // whether there is a newer npm is asked of the registry, and of no use here
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  const rebuild = (items: readonly Installed[]) => run(['npm', 'rebuild', ...options, ...new Set(items.map(specifier))], process.cwd(), env);
  const all = await rebuild(building);
  if (all.code === 0) {
    process.stdout.write(all.output);
    return;
  }
  // npm ends at the first that fails: which of them may be missing is found out one by one
  const required = building.filter(item => !order.isOptional(item));
  if (required.length > 0) {
    const { code, output } = required.length === building.length ? all : await rebuild(required);
    process.stdout.write(output);
    if (code !== 0) throw new Error('a script of a dependency failed');
  }
  for (const item of building.filter(other => order.isOptional(other))) {
    const { code, output } = await rebuild([item]);
    if (code !== 0) failed(order, item, 'install', output);
  }
}

function specifier({ name, manifest: { version = '' }, linked }: Installed): string {
  return linked || !/^\d+\.\d+\.\d+/.test(version) ? name : `${name}@${version}`;
}

/** Runs the scripts of some dependencies, several beside each other, each package after those it needs. */
export async function runDirectly(order: Order, runs: (item: Installed) => boolean, environment: () => Promise<NodeJS.ProcessEnv>): Promise<void> {
  const building = order.packages.filter(item => scriptsOf(item).length > 0 && runs(item));
  if (building.length === 0) return;
  const base = await environment();
  const slots = Math.max(2, cpus().length);
  const waiting: (() => void)[] = [];
  let running = 0;
  const through = new Map<Installed, Promise<void>>();
  const build = async (item: Installed): Promise<void> => {
    await Promise.all(order.before(item).map(other => through.get(other)));
    if (!building.includes(item)) return;
    if (running >= slots) await new Promise<void>(resolve => waiting.push(resolve));
    running++;
    try {
      for (const [event, script] of scriptsOf(item)) {
        const ended: Ended = await runScript(item, event, script, base);
        if (ended.code !== 0) return failed(order, item, event, ended.output);
      }
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
  order.packages.forEach(item => through.set(item, build(item)));
  await Promise.all(through.values());
  console.log(`ran the scripts of ${building.map(({ name }) => name).join(', ')}`);
}
