import { NodejsProject, ProjectWarning } from '../../project/index';
import { bashSyntax } from '../../project/text/shell/bash-syntax';
import { ImageError } from '../image-error';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { RELEASE } from '../paths';
import { missingPrograms } from './base-programs';
import { StartPlan } from './start';

const SH = '/bin/sh';

/** Names of `sh` in base images, and whether it understands what the shell of Alpine does. What images of your own have is not known here. */
const SHELLS: { readonly [base: string]: { readonly name: string; readonly isAsh: boolean } } = {
  'debian-slim': { name: 'dash', isAsh: false },
  'alpine': { name: 'busybox', isAsh: true },
};

/** A longer script is not repeated in a remedy. */
const LONGEST = 160;

/**
 * The start by the shell that the package manager runs scripts by. One that the base image does not have is an error, unless
 * `sh` does, too: which way a script takes in another shell cannot be told.
 */
export function withShell(project: NodejsProject, start: StartPlan, base: string, { customize }: NodejsDockerfileOptions): StartPlan {
  const { program, name, source, orSh } = project._shellFor(start.command[2] ?? '');
  const inner = ` ${program} -c `;
  const isUsed = start.command[0] === program || start.command.some(word => word.includes(inner));
  if (start.script === undefined || name === undefined || !isUsed || customize?.some(({ stageName }) => stageName === RELEASE)) return start;
  if (missingPrograms(base, project.nodeVersion.line, [name]).length === 0) return start;
  if (orSh) return { ...start, command: start.command.map(word => word === program ? SH : word.split(inner).join(` ${SH} -c `)) };
  throw new ImageError(`the script ${start.script} is run by ${name} (${source}), which the base image ${base} does not have; `
    + `set "baseImage" to one that has it${name === 'bash' ? ', such as BaseImage.debianSlim()' : ''}, install it in the stage "${RELEASE}" by "customize", or set "command" to what runs without it`);
}

/** Warns of a start that `sh` is to run and only bash understands: it takes another way there, or fails. */
export function warnOfShell(project: NodejsProject, { command, script }: StartPlan, base: string, warnings: ProjectWarning[]): void {
  const shell = Object.hasOwn(SHELLS, base) ? SHELLS[base] : undefined;
  const [program, option, text] = command;
  if (!shell || text === undefined || option !== '-c' || ![SH, 'sh'].includes(program)) return;
  const unknown = bashSyntax(text).filter(({ ash }) => !(ash && shell.isAsh)).map(({ what }) => what);
  if (unknown.length === 0) return;
  const { bashSetting } = project.packageManager._definition;
  const byBash = JSON.stringify(['/bin/bash', '-c', text.length > LONGEST ? '...' : text]);
  const remedies = [
    ...bashSetting === undefined || script === undefined ? [] : [`set ${bashSetting}`],
    `set "command" to ${byBash}`,
  ];
  warnings.push({
    id: 'start-needs-bash',
    message: `${script === undefined ? 'the container is to start' : `the script ${script} has`} what bash understands and ${SH} of the base image ${base}, which is ${shell.name}, does not `
      + `(${unknown.join(', ')}), so that it fails or takes another way: ${shell.isAsh ? 'set "baseImage" to one that has bash, such as BaseImage.debianSlim(), and ' : ''}${remedies.join(', or ')}, or write it as sh understands`,
  });
}
