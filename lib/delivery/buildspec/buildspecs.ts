import * as fs from 'fs';
import * as path from 'path';
import { Buildspec, BuildspecReports } from './buildspec';

/** The directory of what the programs write, below the source of the build. */
export const WORK_DIRECTORY = 'nodejs-image';

/** Ends the program in the command that writes it; a line of its own that no program has. */
const END = 'END_OF_PROGRAM';

/** Builds the image of one platform from `context.tar`, and pushes it if its gates passed. */
export function buildBuildspec(reports: BuildspecReports = {}): Buildspec {
  return buildspecOf('build', reports);
}

/** Brings images that are there under the tags of a repository, several of them as one index. Needs no Docker daemon. */
export function publishBuildspec(): Buildspec {
  return buildspecOf('publish', {});
}

/**
 * The program runs in a shell of its own, from a file: its options are not those of CodeBuild's shell, and the message
 * that CodeBuild has for a command that failed does not repeat the program.
 */
function buildspecOf(name: string, reports: BuildspecReports): Buildspec {
  const directory = `"$CODEBUILD_SRC_DIR"/${WORK_DIRECTORY}`;
  return {
    version: '0.2',
    env: { 'shell': 'bash', 'exported-variables': ['IMAGE_DIGEST'] },
    phases: {
      install: { commands: [
        `mkdir -p ${directory}`,
        `cat >${directory}/${name}.sh <<'${END}'\n${shell('library')}${shell(name)}${END}`,
      ] },
      build: { commands: [
        `bash ${directory}/${name}.sh`,
        `IMAGE_DIGEST=$(cat ${directory}/digest) && export IMAGE_DIGEST`,
      ] },
    },
    ...Object.keys(reports).length ? { reports } : {},
  };
}

function shell(name: string): string {
  return fs.readFileSync(path.join(__dirname, 'shell', `${name}.sh`), 'utf8');
}
