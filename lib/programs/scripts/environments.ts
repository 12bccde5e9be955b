import { run } from './run-script';

const ROOT = process.cwd();

/** The environment that Yarn 1 gives scripts. */
export async function yarnEnvironment(): Promise<NodeJS.ProcessEnv> {
  const { code, output } = await run(['yarn', '--silent', 'run', 'env'], ROOT, process.env);
  const start = output.indexOf('{');
  if (code !== 0 || start === -1) throw new Error(`${output}yarn run env failed`);
  return JSON.parse(output.slice(start, output.lastIndexOf('}') + 1));
}

/** The one that Bun gives them. */
export async function bunEnvironment(): Promise<NodeJS.ProcessEnv> {
  return { ...await environmentOf('bun'), npm_execpath: '/usr/local/bin/bun' };
}

/** The one that pnpm gives them. */
export async function pnpmEnvironment(): Promise<NodeJS.ProcessEnv> {
  return environmentOf('pnpm');
}

/** The environment that package managers have in common, for one of them. */
async function environmentOf(manager: string): Promise<NodeJS.ProcessEnv> {
  const { output } = await run([manager, '--version'], ROOT, process.env);
  return {
    ...process.env,
    npm_config_user_agent: `${manager}/${output.trim()} npm/? node/${process.version} ${process.platform} ${process.arch}`,
    npm_node_execpath: process.execPath,
  };
}
