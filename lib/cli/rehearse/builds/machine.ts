import * as fs from 'fs';
import * as path from 'path';
import { CommandError } from '../../exit-code';
import { BuildProject, ProjectVariable } from '../assembly/action';
import { DockerWay } from '../programs/docker';
import { rehearsalProgram } from '../programs/program-file';

/** Programs that a step or a buildspec starts, beside those that a rehearsal brings. */
const PROGRAMS = ['bash', 'tar', 'unzip'];

/** Parts of the machine that builds of a rehearsal find. */
export interface MachineProps {
  /** Variables of the command itself. */
  readonly environment: NodeJS.ProcessEnv;
  /** A directory of the rehearsal's own. */
  readonly directory: string;
  /** Address of the registry, without a scheme. */
  readonly registry: string;
  /** Builder of buildx that is that of the engine: others do not reach the registry. */
  readonly builder: string;
  readonly endpoint: string;
  readonly proxy: string;
  /** Whom to trust, as PEM. */
  readonly certificate: string;
  readonly account: string;
  readonly region: string;
}

/** @throws CommandError if a program is not there */
export function requirePrograms({ PATH = '' }: NodeJS.ProcessEnv): void {
  const missing = PROGRAMS.find(name => !PATH.split(path.delimiter).some(directory => fs.existsSync(path.join(directory, name))));
  if (missing !== undefined) throw new CommandError(`there is no program ${missing}, which buildspecs are run with: install it${process.platform === 'win32' ? ', or run this in WSL' : ''}`);
}

/** Project or image whose builds are given variables. */
export type Given = Pick<BuildProject, 'name' | 'variables'>;

/**
 * Secrets of AWS are not on this machine: who rehearses gives them by variables of the same names.
 *
 * @throws CommandError if one is not set
 */
export function requireSecrets(given: readonly Given[], environment: NodeJS.ProcessEnv): void {
  for (const { name, variables } of given) {
    const missing = variables.find(variable => variable.type !== 'PLAINTEXT' && secretIn(environment, variable) === undefined);
    if (missing === undefined) continue;
    const alone = missing.own === undefined ? '' : `, or ${missing.own} for it alone`;
    const service = missing.type === 'SECRETS_MANAGER' ? 'Secrets Manager' : 'Parameter Store';
    throw new CommandError(`the build of ${name} takes ${missing.name} from ${service} (${missing.value}): set a variable ${missing.name} where you run this${alone}`);
  }
}

function secretIn(environment: NodeJS.ProcessEnv, { name, own = '' }: ProjectVariable): string | undefined {
  return environment[own] ?? environment[name];
}

/** Machine of builds: programs, an account and a network that are the rehearsal's, and nothing else of this one's variables. */
export class Machine {
  private readonly programs: string;
  private readonly certificate: string;

  constructor(private readonly props: MachineProps) {
    this.programs = path.join(props.directory, 'bin');
    this.certificate = path.join(props.directory, 'certificate.pem');
    fs.mkdirSync(this.programs);
    fs.writeFileSync(this.certificate, props.certificate);
    fs.symlinkSync(process.execPath, path.join(this.programs, 'node'));
    const program = rehearsalProgram();
    for (const name of ['docker', 'aws']) {
      fs.writeFileSync(path.join(this.programs, name), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} ${name} "$@"\n`, { mode: 0o755 });
    }
  }

  /** Variables of a build of a project, but for those of the action and of CodeBuild. */
  public variablesOf(project: BuildProject): Record<string, string> {
    const { environment, directory, endpoint, proxy, account, region } = this.props;
    const values = Object.fromEntries(project.variables.map(variable =>
      [variable.name, variable.type === 'PLAINTEXT' ? variable.value : secretIn(environment, variable) ?? '']));
    const way: DockerWay = {
      program: environment.CDK_DOCKER || 'docker',
      environment: { ...definedOf(environment), BUILDX_BUILDER: this.props.builder },
      registry: this.props.registry,
      handedOn: project.variables.filter(({ type }) => type !== 'PLAINTEXT').map(({ name }) => name),
    };
    return {
      HOME: directory,
      LANG: 'C.UTF-8',
      TMPDIR: directory,
      PATH: [this.programs, environment.PATH].join(path.delimiter),
      CI: 'true',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCOUNT_ID: account,
      AWS_ACCESS_KEY_ID: 'rehearsal',
      AWS_SECRET_ACCESS_KEY: 'rehearsal',
      AWS_ENDPOINT_URL: endpoint,
      HTTPS_PROXY: proxy,
      SSL_CERT_FILE: this.certificate,
      REHEARSAL: this.keep(way),
      ...values,
    };
  }

  /** Too much for a variable, and nothing that a build itself needs. */
  private keep(way: DockerWay): string {
    const file = path.join(fs.mkdtempSync(path.join(this.props.directory, 'docker-')), 'way.json');
    fs.writeFileSync(file, JSON.stringify(way), { mode: 0o600 });
    return file;
  }
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function quoted(word: string): string {
  return `'${word.replace(/'/g, '\'\\\'\'')}'`;
}
