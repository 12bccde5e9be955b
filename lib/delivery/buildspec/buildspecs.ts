import * as fs from 'fs';
import * as path from 'path';
import { Buildspec, BuildspecReports } from './buildspec';

/** The directory of what the programs write, below the source of the build. */
export const WORK_DIRECTORY = '.nodejs-image';

/** Ends the program in the command that writes it; a line of its own that no program has. */
const END = 'END_OF_PROGRAM';

/** The texts that come before that of a program which puts tags. */
const SHELLS = ['library', 'records', 'tags'];

/** A program that CodeBuild runs. */
export interface Program {
  readonly name: string;
  /** Text for bash, without any value. */
  readonly text: string;
  /** The variables that it exports. */
  readonly exports: readonly string[];
  /** Where it leaves reports. */
  readonly reports?: BuildspecReports;
  /** Files that are handed on to the next step of a pipeline, below the source of the build. */
  readonly artifacts?: readonly string[];
}

/** Builds the image of one platform from `context.tar`, and pushes it if its gates passed. */
export function buildBuildspec(reports: BuildspecReports = {}): Buildspec {
  return buildspecOf({ name: 'build', text: SHELLS.map(name => shell(name)).join('') + shell('login-public') + shell('build'), exports: ['IMAGE_DIGEST'], reports });
}

/** Brings images that are there under the tags of a repository, several of them as one index. Needs no Docker daemon. */
export function publishBuildspec(): Buildspec {
  return buildspecOf({ name: 'publish', text: SHELLS.map(name => shell(name)).join('') + shell('publish'), exports: ['IMAGE_DIGEST'] });
}

/**
 * The program runs in a shell of its own, from a file: its options are not those of CodeBuild's shell, and the message
 * that CodeBuild has for a command that failed does not repeat the program.
 */
export function buildspecOf({ name, text, exports: exported, reports = {}, artifacts = [] }: Program): Buildspec {
  const directory = `"$CODEBUILD_SRC_DIR"/${WORK_DIRECTORY}`;
  return {
    version: '0.2',
    env: { 'shell': 'bash', 'exported-variables': exported },
    phases: {
      install: { commands: [
        `mkdir -p ${directory}`,
        `cat >${directory}/${name}.sh <<'${END}'\n${withoutComments(text)}${END}`,
      ] },
      build: { commands: [
        `bash ${directory}/${name}.sh`,
        ...exported.map(variable => `${variable}=$(cat ${directory}/exports/${variable}) && export ${variable}`),
      ] },
    },
    ...Object.keys(reports).length ? { reports } : {},
    ...artifacts.length ? { artifacts: { files: artifacts } } : {},
  };
}

/** Comments are for who reads the texts here; a template has each text as often as it has projects. */
function withoutComments(text: string): string {
  return text.replace(/^ *#.*\n/gm, '').replace(/\n{2,}/g, '\n');
}

/** One of the texts that programs are put together from: `library` comes first in each. */
export function shell(name: string, directory: string = path.join(__dirname, 'shell')): string {
  return fs.readFileSync(path.join(directory, `${name}.sh`), 'utf8');
}
