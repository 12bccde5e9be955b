import { constants } from 'os';
import { ServiceCall } from '../service-call';
import { readServices, variablesOf } from '../shared/services/read-services';

/** How the release is to be started and judged. */
export interface Settings {
  readonly user: string;
  readonly directory: string;
  readonly timeoutSeconds: number;
  readonly required: boolean;
  /** The port that the image names. */
  readonly port?: number;
  /** The command of the image's health check. */
  readonly health?: readonly string[];
  /** The path that it asks for, where it asks over HTTP. */
  readonly healthPath?: string;
  /** True if the health check asks the port. */
  readonly asksPort: boolean;
  /** True if it is the file server of the image that starts. */
  readonly isSite: boolean;
  readonly services: readonly ServiceCall[];
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of the build that the running container does not have. */
  readonly unset: readonly string[];
  readonly init: boolean;
  /** The signal that the image is to be stopped by. */
  readonly stopSignal: string;
  readonly command: readonly string[];
}

/** Reads `--user=1000:1000 --timeout=60 ... -- COMMAND...`. */
export function parseSettings(argv: readonly string[]): Settings {
  const end = argv.indexOf('--');
  const options = argv.slice(0, end).map(word => {
    const [, name, value] = /^--([a-z-]+)(?:=([^]*))?$/.exec(word) ?? usage(`not an option: ${word}`);
    return { name, value: value ?? '' };
  });
  const all = (name: string) => options.filter(option => option.name === name).map(({ value }) => value);
  const [command, [port], health, [healthPath]] = [argv.slice(end + 1), all('port'), all('health'), all('health-path')];
  if (end < 0 || command.length === 0) usage('no command');
  return {
    user: all('user')[0] ?? '0:0',
    directory: all('directory')[0] ?? '/app',
    timeoutSeconds: Number(all('timeout')[0] ?? 60),
    required: all('required').length > 0,
    port: port === undefined ? undefined : Number(port),
    health: health.length ? health : undefined,
    healthPath,
    asksPort: all('asks-port').length > 0,
    isSite: all('site').length > 0,
    services: readServices(all('services')[0]),
    environment: Object.fromEntries(all('environment').map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    unset: all('unset'),
    init: command[0] === '/init',
    stopSignal: signalName(all('stop-signal')[0] ?? 'SIGTERM'),
    command,
  };
}

/** A signal may be given by its name, with or without SIG, or by its number. */
function signalName(value: string): string {
  const number = Object.entries(constants.signals).find(([, code]) => String(code) === value);
  return number?.[0] ?? (value.startsWith('SIG') ? value : `SIG${value}`);
}

function usage(problem: string): never {
  console.error(`start: ${problem}\nusage: start.mjs [--user=UID:GID] [--timeout=SECONDS] [--port=PORT] [--health=WORD]... [--services=FILE] -- COMMAND...`);
  process.exit(64);
}

/** Variables that every builder gives to a step of a build, and no container has. */
const OF_THE_BUILD = ['GATE_ON_FAILURE', 'TARGETARCH', ...['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap(name => [name, name.toLowerCase()])];

/** The environment of the running container: that of the image, and what the gate is given beside. */
export function environmentOf(own: NodeJS.ProcessEnv, home: string, { unset, environment, services }: Settings): NodeJS.ProcessEnv {
  const dropped = [...OF_THE_BUILD, ...unset];
  const kept = Object.entries(own).filter(([name]) => !dropped.includes(name));
  return { ...Object.fromEntries(kept), HOME: home, HOSTNAME: own.HOSTNAME ?? 'localhost', ...variablesOf(services), ...environment };
}
