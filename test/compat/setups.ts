import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile, NodejsImageOptions, ProjectWarning } from '../../lib';
import { materialise, MaterialisedContext } from '../../lib/context/materialise';

/** What a small set-up, as people have it, comes to. What is not given does not matter. */
export interface SetupExpectation {
  /** What the set-up shows. */
  readonly what: string;
  /** The package of the monorepo, relative to the set-up. */
  readonly directory?: string;
  /** Props beside the directory. */
  readonly props?: Partial<NodejsImageOptions>;
  /** A regular expression of the error that synthesis ends with. */
  readonly throws?: string;
  /** The ids of warnings that have to be there. */
  readonly warnings?: readonly string[];
  /** A regular expression that one of the warnings fits. */
  readonly warns?: string;
  /** The ids of warnings that must not be there. */
  readonly withoutWarnings?: readonly string[];
  /** The port that the image exposes. */
  readonly port?: number;
  /** A regular expression of the Dockerfile. */
  readonly dockerfile?: string;
  /** A regular expression of the log of a build that fails. */
  readonly fails?: string;
  /** A regular expression of what the image answers when it runs. */
  readonly answers?: string;
  /** A regular expression of what the image prints, where it listens nowhere. */
  readonly prints?: string;
}

/** A set-up with its name. */
export interface Setup extends SetupExpectation {
  readonly name: string;
}

const SETUPS = path.join(__dirname, 'setups');

/** Every set-up; `SETUPS=pnpm,next` takes those alone whose names hold one of these. */
export const ALL_SETUPS: readonly Setup[] = fs.readdirSync(SETUPS).sort()
  .map((name): Setup => ({ name, ...JSON.parse(fs.readFileSync(path.join(SETUPS, name, 'expect.json'), 'utf8')) }))
  .filter(({ name }) => (process.env.SETUPS ?? '').split(',').some(part => name.includes(part)));

/** A set-up that was synthesized. */
export interface SynthesizedSetup {
  readonly dockerfile: NodejsDockerfile;
  readonly context: MaterialisedContext;
  readonly warnings: readonly ProjectWarning[];
}

/**
 * Makes a repository of a set-up in a directory and synthesizes it there. What its `.gitignore` names lies in the working
 * tree and is in no commit.
 */
export function synthesizeSetup({ name, directory = '', props = {} }: Setup, target: string, outdir: string): SynthesizedSetup {
  fs.cpSync(path.join(SETUPS, name), target, { recursive: true, filter: source => source !== path.join(SETUPS, name, 'expect.json') });
  git(target, 'init', '--quiet', '--initial-branch=main');
  git(target, 'add', '--all');
  git(target, 'commit', '--quiet', '--message', 'all');
  const dockerfile = NodejsDockerfile.fromDirectory({ ...props, directory: path.join(target, directory) });
  const context = materialise(dockerfile, outdir, new Map());
  return { dockerfile, context, warnings: [...dockerfile.warnings, ...context.warnings] };
}

function git(cwd: string, ...args: string[]): void {
  const identity = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com' };
  execFileSync('git', args, { cwd, env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...identity }, stdio: 'pipe' });
}
